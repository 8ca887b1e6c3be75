"""Instructions to an assistant, told by how they are worded.

Guidance speaks to a person about their own life. It never speaks of its reader's instructions, prompt or reply, never
gives the reader a new part to play, and never tells the reader what to tell "the user". These rules look for such
turns of phrase and for nothing else: what is being asked for does not matter.
"""

from __future__ import annotations

import re

_DO = r"(?:please |always |also |now |then |just |kindly |and |to |must |should |will |you )*"
_MACHINE = (
    r"(?:ai|a\.i\.|ai[- ]?(?:assistant|model|agent|system|chat ?bot)s?|artificial intelligences?|chat ?bots?|llms?"
    r"|(?:large )?language models?|(?:virtual|digital|helpful|automated|automatic) assistants?|assistants?"
    r"|(?:chat)?gpt(?:-?\d\w*)?"
    r"|claude|gemini|copilot|bots?|summari[sz]ers?)"
)
_RULES = (
    r"(?:instructions?|instructed|prompts?|system prompts?|guidelines|directives?|directions|programming"
    r"|guardrails?|restrictions"
    r"|constraints|safety (?:rules|measures|filters?)|content polic(?:y|ies)|moderation|training|context"
    r"|conversations?|commands?)"
)
_OVERRIDES = (
    r"(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|bypass(?:ing)?|discard(?:ing)?"
    r"|neglect|do not follow|don't follow|stop following|pay no attention to|set aside|circumvent)"
)
_REPLY = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|messages?|summar(?:y|ies)|completions?|generated text)"
_CHANGES = (
    r"(?:add|append|includ(?:e|ing)|insert|integrate|incorporate|embed|mention(?:ing)?|replace|convert"
    r"|encode|encrypt|translate|rewrite|modify|augment|enhance"
    r"|remove|reverse|scrambl(?:e|ing)|jumble|rearrange|misspell|shuffle|substitut(?:e|ing)|swap|group"
    r"|combin(?:e|ing)|capitali[sz]e|spell|render|express|format|begin|start|end|finish"
    r"|preface|prefix|suffix|conclude|close|open|introduce|inject|slip|weave|place|put|link|hint|tease"
    r"|promote|recommend|suggest|advertis(?:e|ing)|limit|keep|use|using|write|provide|deliver|present|give"
    r"|craft|compose|make)"
)
_USER = r"(?:(?:the|all|any|every|each|your|these|our) )?(?:users?|person asking|questioners?|humans?|people asking)"

_WORK = (
    r"(?:poems?|haikus?|limericks?|sonnets?|(?:short |bedtime |love |fairy |horror )?stor(?:y|ies)|fairy tales?|essays?"
    r"|songs?|lyrics|raps?|speech(?:es)?|jokes?|riddles?|puns?|blog posts?|screenplays?|slogans?|tweets?|dialogues?"
    r"|novels?|love letters?|monologues?)"
)

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "asks for a piece of writing that no guidance asks for",
        rf"^\W*(?:now |then |also |please |can you |could you |i want you to )*(?:write|compose|draft|create|provide"
        rf"|give (?:me|us)|generate|produce|develop|tell (?:me|us)|make up|invent|prepare|craft|recite|sing)\b"
        rf" (?:me |us )?(?:\w+ ){{0,5}}?{_WORK}\b",
    ),
    ("sets aside what the reader was told", rf"\b{_OVERRIDES}\b(?:\W+\w+){{0,6}}?\W+{_RULES}\b"),
    (
        "sets aside what the reader was told",
        (
            rf"\b{_OVERRIDES}\b(?:\W+\w+){{0,4}}?\W+(?:you (?:were|have been|had been|'ve been) (?:told"
            r"|taught|given|instructed|asked)|(?:came|was written|was said|is written|stands?) (?:before|above"
            r"|earlier)|(?:the )?(?:above|previous|preceding|prior|foregoing)\s*(?:text|content|page|document"
            r"|and|$|[.,;:!]))"
        ),
    ),
    (
        "tells the reader how to word its reply",
        (
            rf"\b{_CHANGES}\b[^.?!\n]{{0,160}}\b(?:in|to|of|with|from|for|into|as|throughout|within"
            r"|by)\W+(?:all |each of |every one of )?your (?:next |final |own |whole |entire |own |future "
            rf"|generated |written )?{_REPLY}\b"
        ),
    ),
    (
        "tells the reader how to word its reply",
        (
            r"\b(?:in|within|throughout|during|at the (?:end|start|beginning|top|bottom) of) your (?:next "
            rf"|final |own |whole |entire )?{_REPLY}\b,? {_DO}(?:{_CHANGES}|tell|say|ask|state|urge|encourage"
            r"|invite|direct|point|warn|claim)\b"
        ),
    ),
    (
        "tells the reader how to word its reply",
        (
            rf"\b{_CHANGES}\b (?:\w+ ){{0,3}}?your (?:next |final |own |whole |entire )?{_REPLY}(?:'s|’s"
            rf"|s')? (?:\w+ ){{0,3}}?(?:with|using|by|in|to|as|through|without|into|words?|letters?"
            r"|sentences?)\b"
        ),
    ),
    (
        "tells the reader how to word its reply",
        (
            r"(?<!\bwe )(?<!\bcan )(?<!\bwill )(?<!\bmay )(?<!\bthey )(?<!\bor )(?<!\band )(?<!\byour )\b(?:answer"
            r"|reply|respond)\b,? (?:to (?:this|the|every|all|any) (?:\w+ )?)?(?:only |always |solely "
            r"|exclusively |just )(?:in|with|as|using|by)\b"
        ),
    ),
    (
        "tells the reader how to word its reply",
        (
            r"\bfor (?:each|every|all)(?: of your)? (?:responses?|repl(?:y|ies)|outputs?|prompts?)\b,?"
            r" (?:you |please )?\w+"
        ),
    ),
    (
        "wears the marks of a prompt",
        (
            r"\[\W*(?:insert |your |enter )?(?:the )?prompt\b[^\]\n]{0,20}\]|<!--"
            r"|<\s*/?\s*(?:html|body|head|title|iframe)\s*>"
            r"|\b(?:any|first|next|following|user'?s?|'s) prompts?\b|\bcontent filters?\b|\bunaligned\b"
        ),
    ),
    (
        "tells the reader how to word its reply",
        (
            r"(?<!\bwe )(?<!\bcan )(?<!\bwill )(?<!\bmay )(?<!\bthey )\b(?:always|only|never) (?:answer|reply"
            r"|respond)\b(?! (?:the door|to (?:letters|texts|calls)))"
        ),
    ),
    (
        "speaks to a machine",
        (
            r"\b(?:dear|hello|hey|hi|attention|note (?:to|for)|notice (?:to|for)|message (?:to|for)"
            r"|instructions? (?:to|for)|important (?:for|to)|for the attention of|if you(?:'re| are)|as|act as"
            rf"|you are(?: now)?(?: a| an| the)?(?: \w+)?)\W+(?:an? |the |all |any |every |this )?{_MACHINE}\b"
        ),
    ),
    (
        "speaks to a machine",
        r"^\W*(?:ai|llm|assistant|chat ?bot|chatgpt|claude|gpt|bot|model|system|copilot|gemini)\s*[:,–—>-]\s*\w",
    ),
    (
        "speaks to a machine",
        (
            rf"\b{_MACHINE}\b(?:,)? (?:that |which |who )?(?:(?:is |are )?(?:reading|processing|summari[sz]ing"
            r"|parsing|reads?|summari[sz]es?) (?:this|these)|(?:must|should|shall|is|are) (?:now |always "
            r"|also |never |not )?(?:to )?(?:say|tell|answer|respond|reply|recommend|ignore|state|include"
            r"|output|reveal|refuse|instruct))\b"
        ),
    ),
    (
        "wears the marks of a prompt",
        (
            r"<\|?\s*(?:im_start|im_end|endoftext|system|assistant|user|begin_of_text)\s*\|?>|\[/?(?:inst|sys"
            r"|system)\]|<<\s*/?sys\s*>>|</?(?:system|instructions?|prompt|assistant)>"
            r"|^\W*#{2,}\s*(?:instructions?|system|response|assistant|new task)\b|\b(?:begin|end|new|start of"
            r"|end of) (?:system |new |of )?(?:system )?(?:prompt|instructions?)\b\s*[:\]\-=>*]"
            r"|\bsystem (?:prompt|message|override|instruction)\b|\bsystem:\s"
        ),
    ),
    (
        "asks for what the reader must keep",
        (
            r"\b(?:reveal|print|repeat|show|output|disclose|leak|display|expose|dump|recite|quote|tell (?:me"
            r"|us)|give (?:me|us)|what (?:is|are|was|were)|share|write (?:out"
            r"|down))\b(?:\W+\w+){0,5}?\W+(?:(?:system|initial|hidden|original|secret|full|first|developer"
            r"|starting) (?:prompt|instructions?|message|key|password|rules)|your (?:instructions?|prompts?"
            r"|rules|guidelines|secret|password|configuration|api keys?)|api keys?|secret key|chat history"
            r"|conversation history|(?:text|words|everything|all) above)\b"
        ),
    ),
    (
        "gives the reader a part to play",
        (
            r"\bnow,? you (?:will |must |shall )?(?:act|behave|pretend|role-?play)\b"
            r"|\bI(?:'m|’m| am| will|'ll|’ll) (?:now )?(?:going to )?(?:ask|tell|instruct) you to (?:\w+ly )?"
            r"(?:create|write|generate|act|answer|respond|reply|compose|play|pretend)\b"
            r"|\bI (?:want|need|would like|order|command) you to (?:\w+ly )?"
            r"(?:act|answer|respond|generate|pretend|role-?play)\b"
            r"|\bfrom (?:now|this (?:point|moment)) on(?:wards?)?\b,? (?:you|your|act|answer|respond|reply|speak"
            r"|talk|always|every|i want|pretend)|\byou are (?:now|no longer) (?:going to|acting|an?|the|in|free"
            r"|called|named|bound|dan)\b(?! (?:uk|british|student|employee|resident|citizen|director|trustee"
            r"|tenant|member|landlord|sole|self|limited|registered|shareholder|partner|widow|carer|party|year"
            r"|day|month|time|area|country))|\b(?:pretend|imagine|act|behave|role-?play|respond|answer|talk"
            r"|speak|write) (?:as|like|that you|to be|you(?:'re| are)) (?:if you|an? (?:\w+ ){0,2}(?:ai"
            r"|assistant|bot|hacker|pirate|character|expert|robot|comedian|poet|person who|model)|dan\b|my )"
            r"|\b(?:developer|dan|god|jailbreak|debug|admin|unrestricted|sudo) mode\b|\bdo anything now\b"
            r"|\bjailbreak|\bno (?:ethical|moral) (?:guidelines|limits|boundaries|restrictions)"
            r"|\bwithout (?:any )?(?:restrictions?|filters?|censorship|limitations)\b.{0,40}\b(?:answer|respond"
            r"|reply)"
        ),
    ),
    (
        "tells the reader what to tell the user",
        (
            r"\b(?:tell|inform|advise|instruct|direct|ask|urge|encourage|convince|persuade|trick|lure|point"
            rf"|send|redirect|remind|warn|steer|invite|lead|refer) {_USER} (?:to|that|they|their|about|into"
            r"|towards?|at|for)\b"
        ),
    ),
    (
        "tells the reader what to tell the user",
        (
            r"\b(?:do not|don't|never|without) (?:tell|inform|telling|informing|reveal (?:this|it) to"
            rf"|mention(?:ing)? (?:this|it) to|let) {_USER}\b"
        ),
    ),
    (
        "tells the reader what to tell the user",
        (
            r"\b(?:suggest(?:ing)?|recommend(?:ing)?|claim(?:ing)?|state|stating|announce|insist"
            rf"|say)\b (?:that )?{_USER} (?:(?:should|must|need|can|will|are|have|download|install|visit|join"
            r"|click|call|share|buy|to)\b)"
        ),
    ),
    (
        "tells the reader what to tell the user",
        (
            r"\bwhen(?:ever)? (?:you(?:'re| are) )?(?:asked|queried|a user asks|someone asks|users? ask"
            r"|anyone asks|summari[sz]ing|answering)\b[^.?!\n]{0,80}\b(?:say|answer|reply|respond|tell|state"
            r"|output|recommend|write|include|mention)\b"
        ),
    ),
    (
        "would send words elsewhere",
        (
            r"!\[[^\]]*\]\(\s*https?://[^)]*[?&=][^)]*\)|\b(?:append|add|put|send|post|include"
            r"|encode)\b[^.?!\n]{0,60}\b(?:to|in|as|into) (?:the |this |an? )?(?:url|query string|image (?:url"
            r"|link)|webhook|markdown image)\b|\b(?:send|forward|email|post|upload|transmit"
            r"|exfiltrate)\b[^.?!\n]{0,40}\b(?:the |this |whole |entire |all )*(?:conversation|chat"
            r"|user'?s? (?:data|details|question|input|messages?)|prompt|session)\b"
        ),
    ),
)
# Every pattern needs one of these: looked for first, because nearly every sentence of guidance has none.
_STEMS = (
    "poem", "haiku", "limerick", "sonnet", "stor", "fairy", "essay", "song", "lyrics", "rap", "speech", "joke",
    "riddle", "pun", "blog", "screenplay", "slogan", "tweet", "dialogue", "novel", "love letter", "monologue",
    "ignor", "disregard", "forget", "overrid", "bypass", "discard", "neglect", "n't follow", "not follow",
    "stop follow", "no attention", "set aside", "circumvent", "your answer", "your repl", "your respon",
    "your output", "your message", "your summar", "your complet", "your generat", "your next", "your final",
    "your own", "your whole", "your entire", "your future", "your written", "answer", "reply", "respond",
    "assistant", "chatbot", "chat bot", "ai ", "ai,", "ai:", "ai-", "a.i", "llm", "language model",
    "artificial intel", "gpt", "claude", "gemini", "copilot", "bot", "summari", "model:", "system", "<|",
    "[inst", "[/inst", "[sys", "<<", "</", "<inst", "<prompt", "##", "prompt", "instruction", "secret",
    "api key", "your rules", "your guidelines", "your password", "your configuration", "history", "above",
    "from now", "this point", "this moment", "you are now", "no longer", "pretend", "imagine", "role",
    "act as", "act like", "behave", "now you", "now, you", " you to ",
    "talk ", "speak ", "write as", "write like", " mode", "anything now",
    "filter", "aligned", "<!--", "<html", "<body", "<head", "<title", "<iframe",
    "jailbreak", "no ethical", "no moral", "without ", "user", "human", "asking", "asked", "![", "url",
    "webhook", "conversation", "chat", "session",
)  # fmt: skip
_COMPILED = tuple((why, re.compile(pattern, re.IGNORECASE)) for why, pattern in _PATTERNS)


def why_instruction(text: str) -> str | None:
    """Return what marks ``text`` as an instruction to an assistant, as the end of a sentence, or ``None``.

    Args:
        text: one sentence or one line, as ``plain_letters`` returns it.
    """
    low = text.lower()
    if not any(stem in low for stem in _STEMS):
        return None
    return next((why for why, pattern in _COMPILED if pattern.search(text)), None)
