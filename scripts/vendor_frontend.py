"""Put GOV.UK Frontend's built CSS and JavaScript into the package, so that running a service needs no Node.

Run it with ``.venv/bin/python scripts/vendor_frontend.py`` (needs ``npm``). It asks npm for the one version that
govuk-frontend-jinja targets, refuses a package whose SHA-512 is not the pinned one, and changes three things:

* GDS Transport goes: its licence allows it on the gov.uk domain only, and a Fingerpost service is elsewhere. The
  ``@font-face`` rules are taken out and Arial and Helvetica stand where its name stood.
* The royal arms and the Crown go: a service that is not the Crown's must not show them. No image is copied, and rules
  that ask for one lose that declaration.
* The source-map comments go: the maps are not shipped, and browsers complain about what they can't find.

``--check`` changes nothing and exits 1 if the copy in the package is not what this script would write.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "govuk-frontend"
VERSION = "6.3.0"  # govuk-frontend-jinja 4.1 targets this one, not the newest
INTEGRITY = "sha512-cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA=="
TARGET = Path(__file__).resolve().parent.parent / "src/fingerpost/interfaces/web/static/vendor/govuk-frontend"
FONT_STACK = "Arial,Helvetica,sans-serif"
# The npm package says MIT and leaves the text out; this is LICENSE.txt of its repository.
LICENCE = """The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def without_transport(css: str) -> str:
    """Return ``css`` with no GDS Transport: neither its ``@font-face`` rules nor its name."""
    css = re.sub(r"(/\*[^*]*\*/)?@font-face\{font-family:GDS Transport;[^}]*\}", "", css)
    return css.replace("font-family:GDS Transport,arial,sans-serif", f"font-family:{FONT_STACK}")


def without_images(css: str) -> str:
    """Return ``css`` without the declarations that ask for a picture (the royal arms are the only ones)."""
    return re.sub(r"(?<=[{;])[a-z-]+:url\(/assets/images/[^)]*\);?", "", css)


def without_source_map(text: str) -> str:
    """Return ``text`` without its source-map comment, ending in one newline."""
    text = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", text)
    return re.sub(r"//# sourceMappingURL=\S*", "", text).rstrip() + "\n"


def fetch(folder: Path) -> Path:
    """Have npm put the pinned package into ``folder`` and return its path; exit when its hash is another."""
    command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    package = folder / f"{PACKAGE}-{VERSION}.tgz"
    found = "sha512-" + base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        sys.exit(f"{package.name} has {found}, not the pinned {INTEGRITY}; nothing was changed")
    return package


def build(package: Path) -> dict[str, str]:
    """Return the files to ship, by name, made from the npm package."""
    with tarfile.open(package) as archive:

        def text(name: str) -> str:
            member = archive.extractfile(f"package/dist/govuk/{name}")
            if member is None:
                sys.exit(f"{name} is not in the package")
            return member.read().decode("utf-8")

        css = without_source_map(without_images(without_transport(text("govuk-frontend.min.css"))))
        script = without_source_map(text("govuk-frontend.min.js"))
    for forbidden in ("GDS Transport", "url(", "sourceMappingURL"):
        if forbidden in css:
            sys.exit(f"the style sheet still holds {forbidden!r}; mend this script for {VERSION}")
    files = {
        "govuk-frontend.min.css": css,
        "govuk-frontend.min.js": script,
        "LICENSE": LICENCE,
        "VERSION": f"{VERSION}\n",
    }
    files["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content.encode()).hexdigest()}  {name}\n" for name, content in sorted(files.items())
    )
    return files


def main() -> None:
    """Fetch, change, write; or with ``--check`` compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when something differs")
    check: bool = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        files = build(fetch(Path(folder)))
    if check:
        wrong = [
            name
            for name, content in files.items()
            if not (TARGET / name).is_file() or (TARGET / name).read_bytes() != content.encode()
        ]
        if wrong:
            sys.exit(f"differs from {PACKAGE} {VERSION}: {', '.join(sorted(wrong))}")
        print(f"{TARGET.name} is {PACKAGE} {VERSION} as this script makes it")
        return
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (TARGET / name).write_bytes(content.encode())
        print(f"{name}: {len(content.encode()):,} bytes")


if __name__ == "__main__":
    main()
