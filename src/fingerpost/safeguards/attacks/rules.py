"""Turns of phrase that speak to an assistant as to a machine that can be turned. No resident needs one of them.

Each rule has a kind of its own, from a closed list, that goes into the record. They describe what is being tried (set
the instructions aside, be somebody else, tell what is secret), in English and, for the commonest, in the languages
most spoken in the United Kingdom and those attacks are most often machine-translated into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the kind of attack it shows. ``in_pages`` says that it also tells in a page of guidance."""

    kind: str
    pattern: re.Pattern[str]
    in_pages: bool = True


def _rule(kind: str, pattern: str, *, in_pages: bool = True) -> Rule:
    return Rule(kind, re.compile(pattern, re.IGNORECASE), in_pages)


_ASIDE = (
    r"\b(?:ignor\w*|disregard\w*|forget(?:ting)?|overlook|overrid\w*|bypass|neglect|discard|cancel|drop"
    r"|(?:do not|don't|stop) (?:follow|obey)\w*|pay no attention to|set aside|erase)"
)
_ORDERS = (
    r"(?:instructions?|directives?|prompts?|commands?|guidelines|rules|programming|training|orders|safeguards|filters"
    r"|content polic\w+|system message)"
)
_SECRET = (
    r"(?:system prompt|(?:initial|hidden|secret|original|first|full|above|internal) (?:prompt|instructions?|rules|message)"
    r"|pre-?prompt|pass ?(?:word|phrase|code)s?|secret (?:key|code|word|phrase)|api key|access code|credentials)"
)

RULES: tuple[Rule, ...] = (
    _rule(
        "override",
        _ASIDE + r"\b[^.?!\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|these|those|the system)\b"
        r"[^.?!\n]{0,30}\b" + _ORDERS + r"\b",
    ),
    _rule(
        "override",
        r"\b(?:ignore|disregard|forget) (?:all |everything )?(?:of )?(?:the )?(?:above|previous|foregoing|preceding)\b",
    ),
    _rule(
        "override",
        r"\b(?:ignore|disregard|forget|overlook)\b[^.?!\n]{0,30}\b(?:you(?:'ve| have| were|'re| are)? (?:been |were )?"
        r"(?:told|instructed|taught|given|asked)|you (?:know|learned|learnt) (?:before|so far))",
    ),
    _rule(
        "override",
        r"\b(?:ignore|disregard|forget) (?:the |this |that )?(?:web ?page|function|document|resume|article|paper|task|question|text above)\b",
    ),
    _rule(
        "override",
        r"\bnew instructions?\b\s*[:=-]|\b(?:your|the) (?:new|real|actual|true) (?:instructions?|task|directive|objective)s? (?:is|are)\b",
    ),
    _rule(
        "override",
        r"\b(?:instead of|rather than) (?:answering|replying|responding|following)\b.{0,40}\b(?:say|print|output|write|respond|reply)\b",
    ),
    _rule("prompt_leak", r"\b(?:your|the assistant'?s|the chatbot'?s|the ai'?s|this bot'?s) (?:\w+ ){0,2}" + _SECRET),
    _rule(
        "prompt_leak",
        r"\b(?:reveal|print|output|repeat|leak|disclose|dump|echo|recite|paste|show me|tell me|give me|display|summari[sz]e|translate)\b"
        r"[^.?!\n]{0,30}\b(?:system prompt|(?:your|the|hidden|initial|above|previous) (?:\w+ )?(?:instructions|prompt|rules you)|secret key"
        r"|words above|text above|everything above|conversation so far|developer message)\b",
    ),
    _rule(
        "prompt_leak",
        r"\b(?:what (?:are|were|is|was)|which) (?:your|the) (?:\w+ )?(?:system prompt|initial instructions?|prompt|hidden (?:rules|instructions?))",
    ),
    _rule(
        "persona",
        r"\bdo anything now\b|\bjail ?break(?:ed|ing|s)?\b|\b(?:DAN|STAN|DUDE|AIM) (?:mode|prompt|stands|can|has|is|will)\b|\bevil (?:twin|confidant|bot|ai)\b",
    ),
    _rule(
        "persona",
        r"\b(?:developer|debug|god|admin|sudo|root|maintenance|override|unrestricted|diagnostic|opposite|anarchy|chaos|training) mode\b",
    ),
    _rule(
        "persona",
        r"\byou are (?:now|going to (?:act|pretend|be|play|role))\b[^.?!\n]{2,60}|\bfrom now on,? (?:you|your|act|answer|respond|reply|every)\b",
    ),
    _rule(
        "persona",
        r"\b(?:act(?:ing)?|behave|respond|reply|answer|pose|speak|talk) (?:only )?(?:as|like) (?:if you (?:were|are|had)|an? (?:\w+[ ,]+){0,4}"
        r"(?:ai|a\.i\.|chatbot|bot|assistant|model|character|persona|machine|terminal|console|hacker|villain|expert|god|demon|dictator)\b)",
    ),
    _rule(
        "persona",
        r"\b(?:pretend|imagine|simulate|assume|suppose)\b[^.?!\n]{0,25}\b(?:you(?:'re| are| were)?|the (?:role|persona|character|identity)) (?:of |to be |as |an? |now |no longer |not bound|free|able|have no)",
    ),
    _rule(
        "persona",
        r"\b(?:stay|remain|keep|break(?:ing)?|out of) (?:in )?character\b|\brole-?play(?:ing)?\b[^.?!\n]{0,40}\b(?:as|where|you|scenario|game)\b",
        in_pages=False,
    ),
    _rule(
        "persona",
        r"\b(?:unfiltered|uncensored|amoral|unrestrained|unbound|without (?:any )?(?:restrictions|filters?|censorship|limitations|moral|ethic\w+|rules|refus\w+)"
        r"|no (?:ethical|moral|content) (?:guidelines|restrictions|limits|filters?|boundaries|polic\w+)|(?:not|isn't|aren't|un) ?(?:bound|restricted|restrained|limited|constrained) by)\b",
        in_pages=False,
    ),
    _rule(
        "persona",
        r"\b(?:never|don't|do not|cannot|can't|won't) (?:ever )?(?:refuse|decline|reject|say no|apologi[sz]e|break character|mention (?:that )?you(?:'re| are) an ai)\b",
        in_pages=False,
    ),
    _rule(
        "markup",
        r"<\|?(?:im_start|im_end|system|endoftext|assistant|user|sys)\|?>|\[/?(?:INST|SYSTEM|SYS)\]|<<SYS>>|#{2,} ?(?:system|instructions?|assistant|human)\b|<(?:system|god|admin|developer|now entering)[^<>\n]{0,60}>",
    ),
    _rule(
        "markup",
        r"(?:^|\n)\s*(?:system|assistant|developer)\s*(?:prompt|message|note)?\s*:\s*\S|\b(?:begin|end|start) (?:of )?(?:system )?(?:prompt|instructions?|override)\b",
    ),
    _rule(
        "authority",
        r"\b(?:i am|i'm|this is|as) your (?:developer|creator|maker|programmer|administrator|admin|master|owner|engineer|god)\b|\bas an? (?:ai|language model|assistant) (?:developed|created|made|trained|built) by\b",
    ),
    _rule(
        "authority",
        r"\b(?:system|security|admin\w*|law enforcement|emergency|developer|training data) (?:override|reset)\b",
    ),
    _rule("exfiltration", r"!\[[^\]]*\]\(\s*(?:https?:|//|data:)|<img\b[^>]*\bsrc\s*=|\bjavascript:|<script\b"),
    _rule(
        "exfiltration",
        r"\b(?:send|email|post|forward|upload|transmit|exfiltrate)\b[^.?!\n]{0,50}\b(?:conversation|chat|prompt|user'?s? (?:data|details|password|name|answers)|everything (?:you|the user))\b[^.?!\n]{0,40}\b(?:to|at)\b",
    ),
    _rule(
        "others_data",
        r"\b(?:the|another|other|last|previous|current|every|all(?: the)?|different) users?(?:'s|s'|’s| of)?\b[^.?!\n]{0,40}\b(?:password|e-?mail|birth\w*|address|name|phone|balance|colou?r|data|details|live|living|initials|salary|database|location|question|conversation|status)",
    ),
    _rule(
        "others_data",
        r"\b(?:your|the system'?s?|the bank'?s?|our) (?:user )?(?:database|data base|training data|memory|logs)\b|\blist of (?:all )?(?:the )?users\b",
    ),
    _rule(
        "splitting",
        r"\b(?:combine|join|concatenate|interlace|merge|put together)\b[^.?!\n]{0,40}\b(?:part|parts|strings?|[a-c],? (?:and )?[b-d])\b|\bpart (?:1|one|a)\b.{3,200}\bpart (?:2|two|b)\b|\b[a-z] ?= ?[\"'“].{2,200}[\"'”].{0,40}\b[a-z] ?= ?[\"'“]",
    ),
    _rule(
        "splitting",
        r"\b(?:decode|decrypt|decipher|unscramble|de-?obfuscate)\b[^.?!\n]{0,60}\b(?:code|cipher|string|message|base ?64|hex\w*|binary|morse|rot ?-?13|reply|following)\b",
    ),
    _rule(
        "fake_dialogue",
        r"\bQ\s*:.{3,2000}\bA\s*:.{2,3000}\bQ\s*:|\b(?:user|human)\s*:.{2,1000}\b(?:assistant|ai|bot|chatgpt)\s*:",
    ),
    _rule("fake_dialogue", r"\b(\w{4,}(?: \w+){0,3})[ .?!,]{1,3}(?:\1[ .?!,]{1,3}){4,}", in_pages=False),
    _rule(
        "output_control",
        r"\b(?:in|to|into|from|of|with|for|end|begin|start|modify|enhance|augment|change|format|write|render|encode|word|letters? (?:in|of)) "
        r"(?:every |all |each (?:of )?)?(?:your|the (?:assistant'?s|bot'?s|ai'?s|model'?s)) (?:\w+ )?(?:answers?|repl(?:y|ies)|responses?|messages?|outputs?)\b",
    ),
    _rule(
        "output_control",
        r"\b(?:respond|reply|answer|responding|replying) (?:only |always )?(?:with|in) (?:only |just )?(?:the word|json|base ?64|emoji|rhyme|capital|code|one word|a single|the following|yes or no|french|german|spanish|reverse)",
    ),
    _rule(
        "output_control",
        r"\bif (?:you(?:'re| are)|this is read by) (?:an? )?(?:\w+ )?(?:ai|llm|language model|chatbot|assistant|bot|gpt)\b|\b(?:note|message|attention|instructions?|important)[: ]+(?:to|for) (?:the |any |all )?(?:ai|llm|language model|chatbot|virtual assistant|assistant|bot)s?\b|\bdear (?:ai|assistant|chatbot|llm)\b",
    ),
    _rule(
        "output_control",
        r"\b(?:the|any) (?:ai|llm|chatbot|virtual assistant|language model|assistant) (?:should|must|shall|is to|needs to|will now)\b|\b(?:ai|llm|gpt|chatbot|language) models?\b[^.?!\n]{0,30}\b(?:must|should) (?:say|tell|reply|respond|answer|state|recommend)\b",
    ),
    _rule(
        "output_control",
        r"\b(?:tell|inform|direct|encourage|convince|suggest|instruct)\b (?:the |all |any )?(?:users?|readers?|person asking)\b[^.?!\n]{0,40}\b(?:that|to|install|visit|click|join|download|send|go)\b",
    ),
)

_SET_ASIDE_ABROAD = (
    # French, Spanish, Portuguese, Italian, Romanian, Catalan
    r"(?:ignor(?:ez|e|er|a|ar|i|á|ad|em|ați|ează)|oubli(?:ez|e|er)|olvid(?:a|e|ar|en)|esque(?:ça|cer|ce)|dimentica(?:re)?|uit[ăa]|ne tenez pas compte|desconsider(?:e|ar)|hazme caso omiso)"
    r"[^.?!\n]{0,40}(?:instruc\w+|instruç\w+|istruzion\w+|consignes?|indica\w+|ordini|ordres|órdenes|directives|reglas|règles|regras|regole|instrucțiun\w+)",
    # German, Dutch, Danish, Swedish, Norwegian, Afrikaans
    r"(?:ignorier\w*|vergiss|vergessen sie|missachte\w*|negeer|vergeet|ignorer|glem|ignorera|glöm|ignoreer)[^.?!\n]{0,40}(?:anweisung\w*|befehl\w*|anleitung\w*|vorgaben|regeln|instructies|opdrachten|instruktion\w*|instrukser|instruksjon\w*|regler|instruksies)",
    # Polish, Czech, Slovak, Croatian, Slovene, Lithuanian, Latvian, Hungarian, Finnish, Estonian, Albanian
    r"(?:zignoruj\w*|ignoruj\w*|zapomnij\w*|zapomeň\w*|zanemari\w*|ignoriraj\w*|pozabi\w*|ignoruok\w*|ignorē\w*|hagyd|felejtsd|ohita|unohda|eira|injoro\w*)[^.?!\n]{0,40}(?:instrukcj\w*|polece\w*|instrukc\w*|pokyn\w*|uput\w*|navodil\w*|nurodym\w*|norādījum\w*|utasítás\w*|ohjeet|juhise\w*|udhëzim\w*)",
    # Russian, Ukrainian, Bulgarian
    r"(?:игнорир\w*|забуд\w*|ігнор\w*|забра\w*|не обращай\w*|пренебрегн\w*)[^.?!\n]{0,40}(?:инструкц\w*|указани\w*|команд\w*|правил\w*|інструкц\w*|вказівк\w*)",
    r"(?:αγνο[ηή]σ\w*|ξ[εέ]χασ\w*)[^.?!\n]{0,40}(?:οδηγ[ιί]\w*|εντολ\w*|καν[οό]ν\w*)",
    r"(?:önceki|yukarıdaki|tüm)[^.?!\n]{0,30}(?:talimat|komut|yönerge)\w*[^.?!\n]{0,20}(?:yok say|görmezden gel|unut|dikkate alma)",
    r"(?:تجاهل|انس|اهمل)[^.؟!\n]{0,40}(?:تعليمات|التعليمات|الأوامر|أوامر|القواعد|السابقة|صفحة)",
    r"(?:نظرانداز|بھول|نادیده بگیر|فراموش)[^.؟!\n]{0,40}|(?:ہدایات|دستورالعمل|دستورات)[^.؟!\n]{0,30}(?:نظرانداز|نادیده|بھول)",
    r"(?:निर्देश|आदेश|नियम)\w*[^।?!\n]{0,25}(?:अनदेखी|अनदेखा|नज़रअंदाज़|भूल|उपेक्षा)|(?:ਹਦਾਇਤ|ਨਿਰਦੇਸ਼)\S*[^।?!\n]{0,25}(?:ਅਣਡਿੱਠ|ਨਜ਼ਰਅੰਦਾਜ਼|ਭੁੱਲ)",
    r"(?:নির্দেশ|নির্দেশনা)\S*[^।?!\n]{0,25}(?:উপেক্ষা|ভুলে)|(?:સૂચના|નિર્દેશ)\S*[^।?!\n]{0,25}(?:અવગણ|ભૂલી)|(?:வழிமுறை|அறிவுறுத்தல்)\S*[^.?!\n]{0,25}(?:புறக்கணி|மற)",
    r"(?:忽略|无视|無視|忘记|忘記|不要理会|不要理會)[^。？！\n]{0,20}(?:指令|指示|说明|說明|规则|規則|提示|之前|以上)|(?:指示|命令|ルール|プロンプト)[^。？！\n]{0,12}(?:無視|忘れ)|無視して",
    r"(?:지시|지침|명령|규칙|프롬프트)\S*[^.?!\n]{0,15}(?:무시|잊)|이전[^.?!\n]{0,15}무시",
    r"(?:abaikan|lupakan)[^.?!\n]{0,30}(?:instruksi|arahan|perintah|aturan)|(?:bỏ qua|quên)[^.?!\n]{0,30}(?:hướng dẫn|chỉ dẫn|lệnh|quy tắc)|(?:เพิกเฉย|ละเว้น|ลืม)[^\n]{0,30}(?:คำสั่ง|คำแนะนำ)",
    r"(?:puuza|sahau)[^.?!\n]{0,30}(?:maagizo|maelekezo)|(?:iska dhaaf|iska indha tir)[^.?!\n]{0,40}|(?:huwag pansinin|kalimutan)[^.?!\n]{0,30}(?:tagubilin|utos|panuto)",
    r"(?:התעלם|תתעלם|שכח)[^.?!\n]{0,30}(?:הוראות|ההוראות|כללים)|(?:anwybydd\w*|anghofi\w*)[^.?!\n]{0,40}(?:cyfarwyddiadau|gyfarwyddiadau|rheolau|gorchmynion)",
)
RULES_ABROAD: tuple[Rule, ...] = tuple(_rule("override", pattern) for pattern in _SET_ASIDE_ABROAD)

_SQUEEZED = re.compile(
    r"(?:ignore|disregard|forget)(?:all|any|the|your)*(?:previous|prior|above|earlier|your)?(?:instruction|rule|prompt|direction)"
    r"|(?:reveal|show|print|tell)(?:me)?(?:your|the)(?:system|hidden|secret)?(?:prompt|instruction|password|key)|doanythingnow|jailbreak|developermode",
    re.IGNORECASE,
)


def broken_rules(text: str) -> tuple[str, ...]:
    """Return the kinds of attack that the rules see in ``text``, each once, in the order of the rules.

    ``text`` is one view of what was written (see ``views``).
    """
    found = [rule.kind for rule in (*RULES, *RULES_ABROAD) if rule.pattern.search(text)]
    if _SQUEEZED.search(re.sub(r"[\W_]+", "", text)):
        found.append("override")
    return tuple(dict.fromkeys(found))


def page_rule(sentence: str) -> str:
    """Return the kind of the first rule that tells a page's sentence from guidance; empty when none does."""
    return next((rule.kind for rule in (*RULES, *RULES_ABROAD) if rule.in_pages and rule.pattern.search(sentence)), "")
