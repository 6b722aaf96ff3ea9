// One start of Python for each generation of Keras.
#include "host/pipeline/check_with.hpp"

#include <algorithm>

#include "host/verify/real_keras.hpp"

namespace byom::pipeline {
namespace {

std::vector<verify::KerasCase> cases_of(const Request& request, const Outputs& outputs,
                                        const std::string& format, const std::vector<verify::Probe>& probes) {
  std::vector<verify::KerasCase> cases;
  for (const verify::Probe& probe : probes) {
    verify::KerasCase one;
    one.name = request.name + "." + format;
    one.model = outputs.unpublished(one.name);
    one.format = format;
    if (format == "tltb")
      one.key = request.key;
    else
      one.custom_layers = outputs.unpublished(request.name + "_custom_layers.py");
    one.inputs = probe.inputs;
    one.outputs = probe.outputs;
    cases.push_back(std::move(one));
  }
  return cases;
}

// The verdicts on the probes of one file as one: the first problem, the largest difference.
void add(const std::string& keras, const verify::KerasVerdict& verdict, std::vector<KerasVerdict>& all) {
  const auto of_file = [&](const KerasVerdict& known) { return known.file == verdict.name; };
  auto known = std::ranges::find_if(all, of_file);
  if (known == all.end()) known = all.insert(known, {verdict.name, keras, "", 0, ""});
  known->difference = std::max(known->difference, verdict.difference);
  if (known->problem.empty()) known->problem = verdict.problem;
}

}  // namespace

Result<std::vector<KerasVerdict>> check_with(const Request& request, const Outputs& outputs,
                                             const std::vector<verify::Probe>& probes) {
  std::vector<KerasVerdict> all;
  for (const std::int32_t dialect : {BYOM_DIALECT_KERAS3, BYOM_DIALECT_KERAS2}) {
    std::vector<verify::KerasCase> cases;
    for (const std::string& format : request.formats)
      if (dialect_of(format) == dialect)
        std::ranges::move(cases_of(request, outputs, format, probes), std::back_inserter(cases));
    if (cases.empty()) continue;
    verify::KerasQuestion question;
    question.python = request.check_with;
    question.dialect = dialect;
    question.tolerance = request.verification.tolerance;
    question.predict = true;
    BYOM_TRY(const verify::KerasAnswer answer, verify::ask_keras(question, cases));
    const std::string missing = answer.missing.empty()
                                    ? ""
                                    : request.check_with + " has no Keras " + std::to_string(dialect) + " (" +
                                          answer.missing + "); install it there, or name another Python";
    for (const std::string& format : request.formats)
      if (!missing.empty() && dialect_of(format) == dialect)
        all.push_back({request.name + "." + format, "", missing, 0, ""});
    for (const verify::KerasVerdict& verdict : answer.verdicts) add(answer.keras, verdict, all);
  }
  return all;
}

}  // namespace byom::pipeline
