"""`tao_byom plugins new`: known operators, projects from NVIDIA's custom_meta.json, and everything it refuses.

Needs a finished build in $TAO_BYOM_BUILD; the projects are built against the installed package.
"""
import json

import pytest

import newcomer

CONVERSION = '''from custom_layer import HardSigmoidLayer

def convert_hard_sigmoid(node, params, layers, lambda_func, node_name, keras_name):
    alpha = params.get("alpha", 0.2)
    layers[node_name] = HardSigmoidLayer(alpha=alpha, name=keras_name)(layers[node.input[0]])

def convert_erf(node, params, layers, lambda_func, node_name, keras_name):
    layers[node_name] = layers[node.input[0]]
'''
LAYER = '''class HardSigmoidLayer(keras.layers.Layer):
    def __init__(self, alpha=0.2, beta=0.5, **kwargs):
        super().__init__(**kwargs)
        self.alpha, self.beta = alpha, beta

    def call(self, inputs):
        return keras.activations.relu(self.alpha * inputs + self.beta, max_value=1.0)

    def get_config(self):
        return {**super().get_config(), "alpha": self.alpha, "beta": self.beta}
'''
META = {"TOP_DIR": "byom_custom", "ABS_TOP_DIR": "/root/of/somebody/else/byom_custom",
        "FILE_NAMES": {"conversion": "conversion.py", "custom_layer": "custom_layer.py"},
        "ONNX_NODES": {"HardSigmoid": "convert_hard_sigmoid", "Erf": "convert_erf"},
        "CUSTOM_OBJS": {"HardSigmoidLayer": "HardSigmoidLayer"}}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plugins_new")
    (folder / "byom_custom").mkdir()
    (folder / "byom_custom" / "conversion.py").write_text(CONVERSION, encoding="utf-8")
    (folder / "byom_custom" / "custom_layer.py").write_text(LAYER, encoding="utf-8")
    (folder / "custom_meta.json").write_text(json.dumps(META), encoding="utf-8")
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    return folder, newcomer.install(folder)


def run(place, commands):
    return newcomer.shell(commands, *place)


def test_operators_that_are_known_keep_their_schema_and_are_overridden(place):
    made = run(place, "tao_byom plugins new acme_ops --op Erf --op ReduceProd && cmake -S acme_ops -B acme_ops/build"
                      " && cmake --build acme_ops/build && ctest --test-dir acme_ops/build --output-on-failure")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "OVERRIDES ai.onnx::Erf ai.onnx::ReduceProd" in (place[0] / "acme_ops" / "CMakeLists.txt").read_text(encoding="utf-8")
    reduce = (place[0] / "acme_ops" / "reduce_prod.cpp").read_text(encoding="utf-8")
    assert 'onnx("ReduceProd", {1, 11, 13, 18})' in reduce
    assert 's.attr("keepdims", 1, ' in reduce
    # In the translation and in the kernel: what the skeleton does not read must not stop it.
    assert reduce.count('node.ignore("keepdims", "TODO: ') == 2
    assert "acme_ops/build" in made.stdout


def test_a_project_from_a_custom_meta_of_nvidia(place):
    made = run(place, "tao_byom plugins new ported --from custom_meta.json && cmake -S ported -B ported/build"
                      " && cmake --build ported/build && ctest --test-dir ported/build --output-on-failure")
    assert made.returncode == 0, made.stdout + made.stderr
    text = (place[0] / "ported" / "hard_sigmoid.cpp").read_text(encoding="utf-8")
    assert '{{"alpha", node.real("alpha")}, {"beta", node.real("beta")}}' in " ".join(text.split())
    assert '//       alpha = params.get("alpha", 0.2)' in text
    python = (place[0] / "ported" / "custom_layer.py").read_text(encoding="utf-8")
    assert python.startswith(LAYER)
    assert "class ErfLayer(layers.Layer)" in python
    assert run(place, "grep -c 'class HardSigmoidLayer' ported/build/example/example_custom_layers.py").stdout == "1\n"


def test_the_error_about_python_names_the_command(place):
    said = run(place, "tao_byom -m no.onnx -r out -n x -c custom_meta.json").stderr
    assert "`tao_byom plugins new my_ops --from custom_meta.json`" in said


REFUSED = {
    "tao_byom plugins new": "NAME is missing",
    "tao_byom plugins new acme": "no operator is named: --op MyOp, once for each, or --from custom_meta.json.",
    "tao_byom plugins new Acme-ops --op Erf": "a plugin cannot be called 'Acme-ops'",
    "tao_byom plugins new test --op Erf": "which is a target of every CMake build",
    "tao_byom plugins new acme --op 'two words' 'a::'": "--op takes the type of an ONNX node, such as MyOp or acme::MyOp, not 'a::'.",
    "tao_byom plugins new acme --op Erf --domain 'a b'": "--domain takes a domain of ONNX",
    "tao_byom plugins new acme --op Warp acme::Warp": "'acme::Warp' would be written to 'warp.cpp'",
    "tao_byom plugins new acme --op Erf --dir full": "the folder 'full' holds files already, and nothing is overwritten",
    "tao_byom plugins new acme --op Erf --dir custom_meta.json": "'custom_meta.json' is there already",
    "tao_byom plugins new acme --from no.json": "no.json: cannot be read: No such file or directory",
    "tao_byom plugins new acme --op Erf --form x": "unknown option '--form' (did you mean '--from'?)",
    "tao_byom plugins new Bad --op 1x --dir full": "'full' holds files already",
}


@pytest.mark.parametrize("command", REFUSED)
def test_what_is_refused_leaves_nothing_behind(place, command):
    before = sorted(place[0].rglob("*"))
    result = run(place, command)
    assert (result.returncode, result.stdout) == (2, "")
    assert REFUSED[command] in result.stderr
    assert sorted(place[0].rglob("*")) == before


def test_all_problems_are_told_at_once(place):
    said = run(place, "tao_byom plugins new Bad --op 1x --dir full").stderr
    assert all(word in said for word in ("'Bad'", "'1x'", "'full'"))


def test_a_misspelled_operator_is_taken_with_a_hint(place):
    made = run(place, "tao_byom plugins new hinted --op ReducePrd")
    assert made.returncode == 0
    assert "No installed plugin knows 'ReducePrd' (did you mean 'ReduceProd'" in made.stderr
