"""What the words of a message show of its intent, in English and Welsh: each cue is there or it is not.

The embedder knows what a message is about, which is not what is wanted: "my bin was missed" can be a question, a task or
a complaint. These cues are the turns of phrase that tell them apart. The classifier weighs them; none decides alone.
"""

# ruff: noqa: E501 - a pattern that is broken in the middle of a word list is harder to read than a long line

from __future__ import annotations

import re

from fingerpost.answers.courtesies import Courtesies

_DOERS = (
    "appl(?:y|ying)|book|report|renew|pay|register|cancel|order|claim|tax|update|change|set up|sign|log|file|request"
    "|get|buy|upload|download|submit|send|notify|tell (?:you|the council)|join|reserve|make an?|reset|track|check"
    "|withdraw|swap|declare|add|fill|ask for|put (?:me|in|down)|give (?:you )?notice|stop|start|hire|appeal|challenge"
    "|arrange|replace|return|transfer|opt out|top up|extend|print|move|remove|correct|enrol|sort out|hand in|let you know"
)
_GWNEUD = (
    "gwneud cais|talu|trefnu|archebu|canslo|adnewyddu|rhoi gwybod|cofrestru|hawlio|sefydlu|ymuno|newid|apelio|diweddaru"
    "|anfon|lawrlwytho|llenwi|prynu|cyflwyno"
)
_FAMILY = r"i|we|he|she|they|someone|somebody|anyone|people|my \w+(?: \w+)?|our \w+|an? \w+(?: \w+)?|\w+s"
_PUBLIC = (
    "council|tax|benefit|credit|pension|bins?|recycl|rubbish|permit|badge|hous(?:e|ing)|rent|landlord|tenan|school|nursery"
    "|child|planning|licen[cs]|regist|birth|death|died|marri|vot(?:e|ing)|elect|carer?s?|parking|pothole|librar|universal"
    "|pip|esa|visa|passport|hmrc|dvla|dwp|nhs|probate|will|court|employ|maternity|paternity|sick pay|redundan|allowance"
    "|grant|disab|bailiff|debt|fine|penalty|evict|homeless|mould|repair|boiler|street|road|dog|noise|neighbour|fence"
    "|extension|tip|skip|wedding|certificate|national insurance|ni number|social worker|assessment|appeal|tribunal"
    "|customs|import|export|business|company|self[- ]employed|sole trader|patent|trade ?mark|insurance|\\bmot\\b|driv(?:e|ing)|vehicle"
    "|\\bcar\\b|\\bvan\\b|lorry|loan|mortgage|\\bisas?\\b|savings|tuition|universit|citizen|\\buk\\b|britain|british|england|wales"
    "|scotland|scheme|refund|deput|legal|the law|prison|police|military|veteran|refugee|asylum|settled status|immigra|border|duty"
    "|student finance|qualification|degree|inherit|estate|executor|solicitor|divorce|custody|adopt|foster|surrog|pregnan|midwife"
    "|prescription|hospital|\\bgp\\b|medical|curriculum|nursery|theory test|food business|food safety|hygiene|hand luggage|pets?\\b"
    "|antisocial|anti-social|ombudsman|cycle to work|smart meter|energy bill|ehcp?\\b|curfew|gritting|graffiti|discount|exempt|student|apprentic|minimum wage|notice|deposit|flat|bus pass|crisis|food bank|meals|allotment"
    "|treth|cyngor|biniau|bin|budd-dal|lwfans|pensiwn|ysgol|tai|cynllunio|trwydded|bathodyn|marwolaeth|genedigaeth"
    "|pleidleis|gofal|parcio|llyfrgell|landlord|grant|ffurflen|cais"
)

_PATTERNS: dict[str, str] = {
    "asks how much": r"^(?:\W|and |so |ok )*(?:roughly |about )?(?:how (?:much|many|big|old|long until)|what(?:'s| is)? "
    r"(?:would|will|do|did|date|age|percent|total)|faint|sawl)\b",
    "how much anywhere": r"\bhow (?:much|many)|how big|\bfaint\b|\bsawl\b",
    "does sums": r"\b(?:work (?:\w+ )?out|calculat|calc|comput|add up|total|estimat|do the (?:sums|maths?)|figure|sums"
    r"|come[s]? to|percent|rough(?:ly)?|altogether|take[- ]home|what'?s left|\d+%|owed?|cyfrif|gweithio allan|i gyd)",
    "has a figure": r"\d",
    "has an amount": r"£ ?\d|\d ?(?:k|p|grand|quid|pounds|%)\b|\d+\.\d\d|bunnau",
    "has two figures": r"\d[^\d]+\d.*",
    "has a date": r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:19|20)\d\d\b",
    "will I get": r"\b(?:would|will|do|am|what'd|should|'d|'ll) (?:i|we|he|she|they|it|that|that be|a \w+)(?:'d| would)? "
    r"(?:be |have to )?(?:get|pay|owe|owed|due|cost|lose|save|reach|charged|repay|receive|entitled)",
    "asks if one can": rf"^(?:\W|and |so |then |also )*(?:can|could|may|might|am|are|is|do|does|did|will|would|have|has|had) "
    rf"(?:{_FAMILY})\b",
    "speaks of a right": r"\b(?:entitl|eligib|elig[ae]b|qualif|allowed|permitted|criteria|right to|rights? to|exempt|count"
    r"(?:s|ed)? as|meet the|satisfy|too (?:old|young)|able to (?:get|claim|have)|any help i can|turn me down"
    r"|cymwys|hawl|gymwys)",
    "asks for a thing for someone": r"\b(?:can|could|may|will|would|do|does|is|are|am) (?:\w+ ){1,5}(?:still )?(?:get|claim"
    r"|have|join|vote|work|keep|apply|receive|qualify|use|count)\b",
    "may somebody else": r"^(?:\W|and |so )*(?:can|could|may|are|is|do|does|will|should) (?:an? |my |the |our |your )?(?:landlords?"
    r"|neighbours?|employers?|boss|shops?|schools?|agents?|agency|bailiffs?|police|council|banks?|companies|they|someone|children"
    r"|tenants?)\b",
    "who can": r"\bwho (?:can|could|gets|is (?:able|allowed|eligible|entitled)|qualif)|pwy (?:all|sy'?n gallu|sy'?n cael)",
    "Welsh may I": r"\b(?:alla i|all(?:a|ai) \w+|ydw i'n|oes (?:gen i|hawl|modd)|a fyddwn i|ydy \w+ (?:\w+ )?yn cael)\b",
    "tells own state": r"\b(?:i'?m|i am|im|we'?re|we are|i'?ve|i have|i get|i earn|i work|my \w+ (?:is|has|gets|earns|works)"
    r"|rwy|dwi|rydw i)\b",
    "starts with a deed": rf"^(?:\W|please |pls |just |help me |i want to |i'?d like to |i would like to |i need to |i wanna "
    rf"|i wish to |need to |want to |wanting to |trying to |let me |can i |could i |may i |can you |could you |where (?:do|can) "
    rf"i |go to |the )*(?:{_DOERS})\b",
    "wants to do": rf"\b(?:want|need|like|wish|ready|trying|wanna|going|have) (?:to )?(?:{_DOERS})\b",
    "how to do": rf"\bhow (?:do|can|could|to|would|should|d'?you|does) ?(?:i |we |you |one )?(?:{_DOERS})\b",
    "Welsh deed": rf"\b(?:{_GWNEUD}|drefnu|wneud cais|dalu|gofrestru)\b",
    "Welsh wish": r"\b(?:hoffwn|eisiau|isio|angen|rwyf am|rydw i am|dwi am)\b",
    "names a form": r"\b(?:forms?|online|link|application|appointment|account|direct debit|password|booking|copy of|slot"
    r"|ffurflen|ar-lein|apwyntiad)\b",
    "speak to": r"\b(?:speak|talk|chat|spk|talking|speaking|conversation)\b.{0,12}\b(?:to|with|2|somebody|someone|real|human"
    r"|person|adviser|agent|member)|siarad (?:â|efo|gyda|ag)",
    "way to reach": r"\b(?:phone|telephone|ring|rings|call(?: back)?|numbers?|tel|e-?mail|contact|helpline|freephone|line|fax"
    r"|inbox|textphone|minicom|relay|whatsapp|video call|get hold|in touch|get through|put me through|connect me"
    r"|transfer me|face to face|in person|write to|address|come in|pop in|bell|ffôn|ffon\w*|rhif|cysyllt\w*|gysyllt\w*|cyswllt|gafael"
    r"|e-bost|swyddfa|cyfeiriad)\b",
    "a person": r"\b(?:human|person|people|someone|somebody|anybody|anyone|adviser|advisor|agent|operator|manager|officer"
    r"|member of staff|team|department|customer services?|interpreter|rhywun|person|cynghorydd|chynghorydd|pwy)\b",
    "who do I": r"\b(?:who|whom)(?:'s| is| do| does| can| could| should| to|m)?\b.{0,20}\b(?:ring|call|phone|speak|talk|contact"
    r"|email|ask|approach|write|deal)",
    "complain": r"\b(?:complain\w*|grievance|ombudsman|apolog\w*|compensation|escalat\w*|stage (?:one|two|1|2)|cwyn\w*"
    r"|chwyn\w*|gwyn\w*|ombwdsmon)\b",
    "displeased": r"\b(?:rude|disgust\w*|disgrac\w*|useless|shocking|unaccept\w*|good enough|fed up|appal\w*|ridiculous|joke"
    r"|worst|terrible|awful|incompetent|lied|lies|ignor\w*|angry|unfair\w*|let down|unhappy|not happy|(?:dis|not )satisf\w*"
    r"|discriminat\w*|filthy|sort it out|stupid|fault|mess(?:ed)?(?: up)?|threaten\w*|sick of|had enough|pillar to post"
    r"|badly|scandal|horrible|hopeless|pathetic|insult\w*|outrag\w*|furious|joke|wast(?:e|ing) of|lazy|swear\w*|shout\w*"
    r"|gwarth\w*|warthus|annerbyniol|anhapus|anghywir|ruin\w*|wrong and|treated|taking the (?:mick|mickey|piss)|blam\w+|shambles|responsibility|ofnadwy|anghwrtais|llond bol|ddim yn hapus|digon da|upset|in tears|ashamed|rushe[sd]|wrong advice"
    r"|bother|rubbish service|doesn'?t work|mistake)\b",
    "again and again": r"\b(?:again|still|never|nobody|no one|no-one|third time|times|weeks? running|every (?:single )?(?:day"
    r"|time|week)|keeps?|always|for (?:months|weeks|ages)|(?:\d+|two|three|four|five|six|eight|nine|ten) (?:weeks|months|days|"
    r"times|mins|hours)|waiting|been on hold|neb|byth|eto|bob dydd|wythnos|yn aros)\b",
    "your people": r"\byour (?:\w+ )?(?:staff|bin ?men|men|team|contractors?|letter|drivers?|website|desk|people|reply|crew|skip"
    r"|bailiffs|officers?|department|help ?line|lorry|front)|\byou (?:people|lot|cut|lost|never|have lost|have charged|promised"
    r"|keep|send|took)|\byou(?:'ve| have) (?:lost|charged|messed|cut|ignored|sent|got it wrong)|\beich dynion\b",
    "states": r"^[^?]*$",
    "asks": r"\?|^(?:\W)*(?:what|when|where|which|who|why|how|can|could|do|does|is|are|am|will|would|should|whats|wot|wat|beth"
    r"|pryd|ble|pwy|pam|sut|pa|oes|ydw|ydych|a oes)\b",
    "asks about you": r"\b(?:are|r|were|do|can|will|could|did|does|is|am|have|should|who|what|how|why|where|when|which)\b[^.]{0,30}"
    r"\b(?:you|u|ya|your|yours|yourself|this|these)\b",
    "you are": r"\b(?:are|r) (?:you|u|ya)\b|\b(?:you|u) (?:are|r)?\b.{0,6}\b(?:a|an|the|real)?\b ?(?:robot|bot|human|ai|machine)"
    r"|\bydych chi\b|\bwyt ti\b|\bydych chi'n\b",
    "do you": r"\b(?:do|can|will|did|could|would|who|what|why|how) (?:do |can |made |built |runs |owns |pays for )?(?:you|u|ya)\b",
    "what you are": r"\bwhat(?: \w+){0,3} (?:can|do|are|could) (?:you|u)(?: (?:do|know|cover|help|able|able to do|trained on))?(?: for me| with)?\W*$"
    r"|\bhow (?:can|do|does|did) (?:you|u) (?:work|help|know|find|decide|choose|come up)|\bwho are (?:you|u)\b|\bwhat are (?:you|u)\b"
    r"|\babout yourself\b|\byour (?:name|job|purpose|answers|sources|information|creators?)\b|\bwhat you are\b|\bare (?:you|u) (?:real|able to help)"
    r"|\bdo (?:you|u) (?:remember|understand|learn|think|speak|know who|ever get|make mistakes)\b|\bare you allowed to give\b",
    "a machine": r"\b(?:robots?|(?:chat)?bots?|ai|a\.i|artificial|chatgpt|gpt|machine|computer|automated|software|tool|app|"
    r"algorithm|assistant|deallusrwydd|cyfrifiadur|robot)\b",
    "this talk": r"\b(?:chat|conversation|messages?|what i (?:type|write|say|tell)|my (?:questions?|messages?|details|information"
    r"|data)|answers?|replies|this (?:service|website|site|thing|bot|chat|assistant|tool)|cookies|private|safe|saved?|stor(?:e|es|ed)|keep|kept|cadw|cofio|negeseuon|ngwybodaeth|gamgymeriad|camgymeriadau|swyddogol|official"
    r"|record\w*|delete|track\w*|trust|believe|accurate|mistakes?|sgwrs|atebion|preifat|ymddiried|teipio)\b",
    "where from": r"\b(?:made|built|created|trained|runs|owns?|behind|get that from|come from|sources?|up to date|updated"
    r"|checked|quote|know (?:that|about)|languages?|speak welsh|understand|deall|creu|name|enw)\b",
    "greets": r"\b(?:sut mae$|sut wyt ti|angen help arna|fy helpu|hello+|h?ello|hel+o+|yo|oi|ay up|ahoy|salaam|namaste|peace be|g'?day|dear|knock knock|pleased|welcome|popping in|back|hi+|hey|hiya|mornin\w*|evening|afternoon|day|how are you|anyone|anybody|about|there|nice to meet"
    r"|meet you|help me|a question|ask you something|you ok|what'?s up|wassup|sup|how do|hope|howdy|friend|mate|pal|greetings"
    r"|testing|(?:how'?s|how are) (?:it going|things|you)|good to|nice to see|again|me again|alright|busy|start|get started|helo|shwmae|sut (?:mae pethau|hwyl|wyt ti|ydych chi)|bore|dydd|cwestiwn|ti'n iawn|henffych|rhywun (?:yna|ar gael))\b",
    "thanks": r"\b(?:thank\w*|tanks|ty|cheers|ta|great|helped|helpful|a (?:great|big) help|appreciat\w*|bye|goodbye|see you|see ya"
    r"|sorted|perfect|brill\w*|star|lifesaver|reliev\w*|grateful|all i (?:needed|wanted)|what i (?:wanted|was after|needed)"
    r"|no (?:more|further)|nothing else|that'?s (?:it|all|me|everything)|nice day|good day|bless|cool|awesome|fab|super"
    r"|kind|excellent|smashing|magic|owe you|obliged|answers my|understood|will do|do that now|easy|worked|lovely|happy"
    r"|wonderful|ciao|cheerio|take care|okey do\w+|all set|all good|everything i need|makes sense|no worries|well done"
    r"|good (?:work|job|bot)|diolch\w*|da boch|hynna'n wych|oedd ei angen|ddiolchgar|hwyl|help mawr|cyfan|perffaith|ardderchog|bendigedig|arall)\b",
    "the world": r"\b(?:weather|rain|snow(?:ing)?|sunny|forecast|football|match|score|cricket|rugby|arsenal|film|movie|tv|song"
    r"|lyrics|music|charts|recipe|cook|curry|pizza|restaurant|game|gaming|playstation|xbox|chess|poem|story|joke|pirate"
    r"|homework|essay|maths?|physics|chemistry|translate|spell|capital of|president|king of|queen of|royal|celebrity|dating"
    r"|singer|actor|horoscope|lottery|lotto|diet|calories|lose (?:a stone|weight)|dreams?|planet|mars|moon|universe|invented"
    r"|battle of|kitten|puppy|boyfriend|girlfriend|tywydd|dywydd|rygbi|pêl-droed|teledu|jôc|cerdd|gerdd|rysáit|prifddinas"
    r"|gwaith cartref|awyr)\b",
    "shops and gadgets": r"\b(?:laptop|iphone|android|phone should|trainers|washing machine|tesco|argos|amazon|asda|lidl|ebay"
    r"|cheapest|best|recommend|broadband|wi-?fi|router|printer|windows|instagram|facebook|tiktok|netflix|followers|bitcoin"
    r"|crypto|stocks|shares|invest\w*|flights?|hotel|holiday to|beach|makeup|gorau|gwyliau|wyliau)\b",
    "code": r"\b(?:python|javascript|java|code|coding|css|sql|html|regex|script|function|debug|query|div|excel formula|api|god)\b"
    r"|\d\s*[x+*/=]\s*\d|[a-z]\s*[+=]\s*\d",
    "make me": r"^(?:\W|please |can you |could you )*(?:write|tell me a|give me (?:a|an|some)|make me|generate|draw|summari[sz]e"
    r"|translate|play|act|order me|find me|recommend|name|convert|fix|debug|explain|spell|help me with|ysgrifenn\w*|dywed\w*"
    r"|cyfieith\w*|archebwch)\b",
    "elsewhere": r"\b(?:america\w*|usa|u\.s\.?|canad\w*|australia\w*|france|french|german\w*|india\w*|spain|spanish|ital\w*"
    r"|brazil\w*|thai\w*|dubai|china|chinese|japan\w*|new zealand|south africa|mexic\w*|turkey|green card|awstralia|sbaen"
    r"|ffrangeg|ffrainc|almaen)\b",
    "a public thing": rf"\b(?:{_PUBLIC})",
    "what happens": r"\b(?:what (?:happens|is|are|was|does|do|should|counts?|will happen|now|next|evidence|documents|id|papers)"
    r"|whats|what's|tell me about|explain|how (?:does|do they|are|is|long|often)|rules?|law|legal|illegal|against the law"
    r"|deadline|difference|mean|means|responsible|procedure|outline|beth (?:sy|yw|fydd|ddylwn)|rheolau|am ba hyd)\b",
    "when or where": r"^(?:\W|and |so )*(?:when|where|which|what (?:time|day|colour|bin)|pryd|ble|pa)\b",
    "do I have to": r"\b(?:do|does) (?:i|we|he|she|they|my \w+) (?:have|need) to\b|\boes (?:rhaid|angen)\b",
    "one or two words": r"^\W*\S+(?:\s+\S+)?\W*$",
    "three to five words": r"^\W*\S+(?:\s+\S+){2,4}\W*$",
    "over fifteen words": r"^(?:\S+\s+){15}",
    "shouts": r"!",
    "Welsh public thing": r"(?:[td]reth|threth|[cg]yngor|bin(?:iau)?\b|\bfin(?:iau)?\b|batri|gwastraff|ailgylchu|sbwriel|[bf]udd-dal"
    r"|lwfans|credyd|[pb]ensiwn|bensiynwyr|gofal|\b(?:tâl|dâl|nhâl)\b|mamolaeth|tadolaeth|[gc]?hartref|\b(?:tŷ|dŷ|tai|rhent|paent|baent)\b"
    r"|landlord|ysgol|[bfm]athodyn|[td]rwydded|cynllunio|adeiladu|apêl|tribiwnlys|ewyllys|profiant|plentyn|[pb]lant|[mf]yfyri|prydau"
    r"|cludiant|pas bws|[gc]?ostyngiad|\bd?dirwy|dyled|salwch|gwyliau|cyflogwr|nghyflogwr|llyfrgell|genedigaeth|enedigaeth|marwolaeth"
    r"|farwolaeth|[pb]leidleis|[cg]ofrestr|landlord|gwresogi|\bcais\b|\bnghais\b|apwyntiad|sengl)",
    "Welsh how to": rf"\bsut (?:mae|ydw i'n|dw i'n|alla i|i|gallaf) (?:mynd ati i )?(?:{_GWNEUD}|dalu|drefnu|wneud cais|gofrestru)\b",
    "Welsh about you": r"\b(?:ydych|wyt|allwch|ydy|ydw|oes|ai|beth yw|beth|pwy|pa mor|pa fath|o ble|sut|alla i) .*\b(?:chi|ti|eich|hwn|sgwrs"
    r"|atebion|ymddiried|ynoch|person (?:go iawn|neu)|pherson|beiriant|robot)\b",
    "Welsh reach": r"\b(?:siarad|gweld|weld|ysgrifennu|ffonio|gysylltu|cysylltu|gafael) .*\b(?:rhywun|person|pherson|cynghor\w*"
    r"|chynghor\w*|cyngor|heno|arno|at|am)\b|\brhywun .*\b(?:ffonio|helpu|siarad)\b|\b(?:i weld|gweld|at) (?:rhywun|bwy)\b|\bat bwy\b"
    r"|\brhif(?:au)?\b.*(?:ffôn|tîm|ffonio)|manylion cyswllt|e-bost",
    "Welsh sum": r"\b(?:faint (?:o (?:dreth|gredyd|dâl|fudd|wyliau|gynhal)|fydd|fyddai|fyddwn|fydda|ga|yw)|cyfanswm|(?:g|w)?weithio allan"
    r"|sawl|pa ddyddiad|cyrraedd oed|taliad misol|beth fydd(?:ai)? (?:y (?:taliad|gost)|cwpl|fy))\b",
    "Welsh explain": r"\b(?:esboni\w*|beth sy'n digwydd|beth fydd yn digwydd|beth yw ystyr|sut mae .*(?:yn gweithio|yn cael ei)|ble mae|pryd mae"
    r"|pa (?:fin|liw|ddogfennau|brawf|dystiolaeth)|pa mor hir|am ba hyd|rheolau|beth ddylwn|ble alla i fynd|o rybudd|gyfreithlon)\b",
    "Welsh world": r"\b(?:gwesty|gêm|sgôr|tîm enillodd|dîm enillodd|gynghrair|cacen|ffilm|symudol|arlywydd|draethawd|traethawd|nghod|python"
    r"|mathemateg|tywydd|dywydd|cariad|rhataf|gorau|orau|cyfieith\w+|prif ?ddinas|sbaen|ffrainc|america)\b",
    "Welsh displeased": r"\b(?:ddim (?:wedi|yn hapus)|ofnadwy|gwarthus|warthus|annerbyniol|anghwrtais|llond bol|[cgh]+wyn\w*|byth|does neb|dair gwaith"
    r"|tair gwaith|ers (?:misoedd|wythnosau)|anhapus|bob dydd|eto|dyw e ddim|anghywir|wedi colli|aros)\b",
    "in Welsh": r"\b(?:yr?|yn|mae|fy|eich|ydw|ydych|rwy|beth|sut|pwy|oes|dwi|i'r|a'r|o'r|ddim|wedi|am|ar|gan|gyda|roedd)\b.*"
    r"\b(?:yr?|yn|mae|fy|eich|ydw|ydych|rwy|oes|dwi|wedi|gan|gyda|ei|chi|i)\b",
}

CUES: tuple[str, ...] = (*_PATTERNS, "nothing public", "greeted", "thanked", "closed")
"""The cues, in the order of ``cues``."""

_COMPILED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS.values())
_PUBLIC_AT = tuple(_PATTERNS).index("a public thing")
_WELSH_PUBLIC_AT = tuple(_PATTERNS).index("Welsh public thing")
_LONGEST = 600


def cues(message: Courtesies) -> tuple[bool, ...]:
    """Return which of ``CUES`` a message shows. Only the first 600 characters of what it says are looked at."""
    read = message.rest[:_LONGEST].replace("’", "'")
    shown = tuple(pattern.search(read) is not None for pattern in _COMPILED)
    return (
        *shown,
        not (shown[_PUBLIC_AT] or shown[_WELSH_PUBLIC_AT]),
        message.greeted,
        message.thanked,
        message.closed,
    )
