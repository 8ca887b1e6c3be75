"""The small words of English that carry a sentence's logic, and what each of them does.

Everything here describes English and nothing a subject: which words deny, condition, oblige, permit, limit and order.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


FUNCTION = word_set(
    """a an the this that these those some any each every all both either neither of in on at to for from by with
    about into onto over under above below between among through during against per via as than and or but nor
    so yet if unless because although though while when where whenever which who whom whose what how why whether
    i me my mine you your yours yourself yourselves we us our ours he him his she her hers it its they them
    their theirs there here is be am are was were been being do does did have has had having will would shall
    should can could may might must ought not no never without only just also too very quite even still already
    again then out up down off back away once until till before after since within else other another such same
    own more most much many few less least one ones nobody someone somebody anyone anybody everyone everybody
    something anything nothing none except unless apart including excluding ahead itself themselves himself
    herself oneself altogether first somewhere anywhere elsewhere whichever whatever whoever wherever please yes
    etc eg ie s t upon toward towards because of let lets"""
)
"""Words that are compared by the checks of logic, or not at all, and never as content."""

LIGHT = word_set(
    """get go make take give do have be use need want keep put set come let see look find know mean happen become
    way thing case kind sort type part place able sure certain like well new own different particular following
    include example instance reason purpose order fact point situation circumstance matter person people someone
    individual anyone else people's it's currently now today still later simply just so that whole used called
    known own based due regarding concerning relate related involve directly either means says say state note
    remember addition therefore however also meaning count counts treated treat depend available possible
    possibly entitled eligible require required requirement allowed permitted necessary likely have got choose
    decide want wish would stay right held hold extra serve serves become became carry carries run runs ask time
    times value spot win go going turn turns try help helps plan plans intend lets allow allows cover covers
    send sends compulsory mandatory obliged obligation essential optional permitted forbidden ways option options
    difference"""
)
"""Content words so general that a paraphrase may add them without saying anything."""

COMMON = word_set(
    """arrive reach leave remain bring deliver spend pass draw settle shut put speak talk answer look face deal move
    turn aim expect suit matter lead follow lie sit stand fit go come begin start finish end stop carry hold pick
    drop add join meet mean hand pull push set sort head wait last bit room moment round side foot account job work
    everything choice list gap step chance detail long short good big small hard present further remaining whole
    open current spare ready sure clear near far close late early soon fast quick slow deep wide high low recent
    past future next later earlier meantime otherwise instead rather anyway finally especially mainly particular
    general special usual various certain full empty line word idea question rest half piece group lot number amount
    total sum figure level size top bottom middle front back area section form share show say tell hear learn
    understand think believe feel hope like love prefer care mind mention call name describe explain write read send
    receive give offer provide supply lend return act behave do perform manage handle run operate treat cause make
    create build produce result affect change alter vary differ increase grow develop improve raise lower reduce
    become seem appear prove exist consist contain include belong concern relate apply count cover need require want
    wish try attempt help support assist serve let allow enable keep stay continue maintain cease break cut split
    divide separate combine connect link attach fix fill complete use involve represent print mark sign note record
    log file save store collect gather investigate responsible arrange plan prepare organise decide agree accept
    consider compare judge measure check test watch notice find discover spot see view visit attend travel walk ride
    drive enter exit cross lose miss win gain earn lay live dwell base locate place position land depend rely bear
    risk tackle resolve solve repair replace swap switch exchange simple single main together apart along around
    across towards forward outside inside above below beyond within beforehand afterwards straight directly exactly
    nearly roughly year-round longer shorter higher bigger smaller fewer extra additional necessarily gone rule
    rules ruled responsibility met living lasting spread holder reader maker someone's body staff's copy date day
    time hour minute week month year weekday daytime term season spring summer autumn winter"""
)
"""Words of general English. One that no quotation holds tells little by itself: what is new is told by rarer words."""

DENIALS = word_set(
    """not no never non without nobody none nothing neither nor unable cannot fail lack impossible nowhere avoid avoids
    avoiding stop stops stopped stopping prevent prevents prevented preventing"""
)
"""Words that deny what they stand with."""

CONDITIONS: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split())
    for phrase in (
        "if", "unless", "except for", "except if", "except when", "except", "apart from", "other than", "aside from",
        "until", "till", "as long as", "so long as", "provided that", "provided", "providing", "on condition that",
        "when", "whenever", "where", "in case", "excluding", "only if", "only when", "only where", "even if", "once",
        "but not", "but only", "while", "who", "whose", "whom", "assuming", "depending on", "in the event",
    )
)  # fmt: skip
"""What begins a condition, an exception or a limit, longest first within a beginning."""

EXCEPTIONS = word_set("unless except apart other aside excluding but")
"""Of those, what takes something out of what is said."""

NEGATED: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (word_set(left), word_set(right))
    for left, right in (
        ("right correct true", "wrong incorrect false mistake mistaken error"),
        ("well properly", "badly poorly"),
        ("many", "few"),
        ("open available possible", "closed shut unavailable impossible"),
        ("agree happy accept accepts", "disagree unhappy refuse refuses object reject"),
        ("work works pass passes succeed", "fail fails failed"),
        ("time early", "late later"),
        ("other others", "only alone"),
        ("much more", "less lower reduced"),
        ("sooner earlier before until", "earliest first from after once"),
        ("later longer", "latest last by"),
        ("higher above over more", "up most maximum"),
        ("lower below under less", "least minimum"),
        ("same", "different other"),
        ("able", "unable"),
        ("know", "unknown"),
        ("easily easy", "hard difficult"),
        ("infectious", "non-infectious"),
        ("married", "unmarried single"),
        ("keep remember", "lose forget"),
        ("paid", "unpaid"),
        ("used use", "unused"),
        ("safe", "unsafe dangerous"),
        ("legal allowed", "illegal banned forbidden against"),
        ("valid", "invalid"),
        ("working", "broken faulty"),
    )
)
"""Words of which one, denied, says what the other says: "not right" is "wrong"."""

EXCLUSIVE = word_set("only just solely exclusively alone")
USUALLY = word_set(
    """usually normally generally typically mostly often sometimes most usual normal general typical tend cases
    mainly largely"""
)
PERHAPS = word_set(
    """likely probably perhaps maybe possibly may might could possible chance expect expected estimate should"""
)
SOME = word_set("some several part partly")
ROUGHLY = word_set("about around approximately roughly nearly almost")
HEDGES = USUALLY | PERHAPS | ROUGHLY
"""Words that leave room for another case."""

STRONG = word_set(
    """always never automatically automatic immediately instantly guaranteed guarantee guarantees certainly
    definitely definite any anyone everyone everybody anybody every all entirely completely fully forever
    permanently regardless absolutely ensure promise promised simply simple easy easily worry worrying safe
    safely quick quickly free freely unlimited happily happy relax instant immediate fast shortly soon both best
    protected protect guaranteed"""
)
"""Words that reassure or leave no room: a sentence may not add them."""

OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (word_set(left), word_set(right))
    for left, right in (
        ("before earlier prior beforehand", "after later afterwards following"),
        ("more over above increase higher rise raise longer older greater up bigger extra",
            "less under below fewer decrease lower reduce reduction fall shorter younger smaller down cut",
        ),
        ("landlord", "tenant lodger renter"),
        ("employer", "employee worker"),
        ("buy buyer purchase", "sell seller sale"),
        ("lend lender", "borrow borrower"),
        ("start begin open", "end finish stop close expire"),
        ("accept agree approve grant allow permit", "refuse reject decline deny ban forbid disagree"),
        ("include", "exclude"),
        ("minimum", "maximum"),
        ("first earliest", "last latest final"),
        ("early", "late"),
        ("arrive enter join move-in", "leave exit quit"),
        ("buy", "rent"),
        ("parent mother father mum dad", "child son daughter baby"),
        ("mother mum", "father dad"),
        ("husband", "wife"),
        ("brother", "sister"),
        ("son", "daughter"),
        ("man men male", "woman women female"),
        ("adult", "child minor"),
        ("married", "unmarried single"),
        ("single", "joint couple"),
        ("temporary", "permanent"),
        ("public", "private"),
        ("legal", "illegal"),
        ("valid", "invalid"),
        ("full", "part empty"),
        ("inside indoors indoor", "outside outdoors outdoor"),
        ("new", "old"),
        ("local", "national"),
        ("north", "south"),
        ("east", "west"),
        ("morning", "afternoon evening"),
        ("day", "night"),
        ("import", "export"),
        ("win", "lose"),
        ("keep", "lose"),
        ("gain", "lose"),
        ("online", "post paper person phone"),
        ("phone telephone", "email post"),
        ("gross", "net"),
        ("before tax", "after tax"),
        ("present", "absent"),
        ("same", "different"),
        ("internal", "external"),
        ("mandatory compulsory", "optional voluntary"),
        ("voluntary", "paid"),
        ("remember", "forget"),
        ("lock", "unlock"),
        ("furnished", "unfurnished"),
        ("employed", "unemployed"),
        ("buyer", "seller"),
        ("pass", "fail"),
        ("debit", "credit"),
        ("weekday", "weekend"),
        ("plaintiff claimant", "defendant"),
        ("teacher", "pupil student"),
        ("doctor", "patient"),
        ("upper", "lower"),
        ("top", "bottom"),
        ("best", "worst"),
        ("good", "bad"),
        ("safe", "dangerous unsafe"),
        ("easy", "hard difficult"),
        ("cheap", "expensive"),
    )
)  # fmt: skip
"""Words of which a sentence may not say one where the quotation says the other."""

NATIONS = word_set("""england wales scotland ireland northern uk britain gb english welsh scottish irish eu london""")
DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday weekend weekday christmas easter")

IMPERATIVES = word_set(
    """add agree allow apply appeal arrange ask attend avoid be book bring buy call cancel change check choose
    claim clean collect come complain complete confirm contact cut dial do download email ensure enter explain
    fill find follow get give go hand have include join keep leave let list look make mark measure meet move
    note notify order park pay phone pick place play post prepare press print prove provide put read record
    recycle register remember remove renew repeat reply report request rinse ring return save say search see
    select send set show sign speak start stay stop submit take talk tell text try turn update upload use visit
    wait warn wash wear work write"""
)
"""Verbs that open a sentence that tells a person what to do."""

SUBJECTS = word_set("you we they he she it i there this that")
