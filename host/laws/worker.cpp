// The side of a law that meets the plugin's code.
#include "host/laws/worker.hpp"

#include <algorithm>
#include <csignal>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "host/laws/law.hpp"
#include "host/support/exit.hpp"
#include "host/support/json_text.hpp"
#include "host/support/number.hpp"

namespace byom::laws {

namespace {

using nlohmann::json;

void answer(const json& message) {
  const std::string line = json_text(message) + "\n";
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t n = ::write(answer_descriptor, line.data() + written, line.size() - written);
    if (n <= 0) ::_exit(exit_system);
    written += static_cast<std::size_t>(n);
  }
}

class Answers : public Report {
 public:
  void doing(const std::string& what) override { answer({{"doing", what}}); }
  void fail(const std::string& text) override { answer({{"fail", text}}); }
  void skip(const std::string& reason) override { answer({{"skip", reason}}); }
};

// A plugin that goes astray may take neither the machine's memory nor leave a core file, and ends with us.
void fence_in() {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // Not RLIMIT_AS: some libraries reserve far more addresses than they use.
  constexpr rlim_t most = rlim_t{8} << 30;
  const rlimit memory{most, most};
  ::setrlimit(RLIMIT_DATA, &memory);
#endif
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::fcntl(answer_descriptor, F_SETFD, FD_CLOEXEC);
}

bool selected(const Item& item, const std::string& op) {
  return op.empty() || op == item.op->type() ||
         registry::parse_claim(op) == registry::Claim{item.op->domain(), item.op->type()};
}

// FNV-1a: the seed of an item depends on nothing but the user's seed, the law and the item.
std::uint64_t seed_of(std::uint64_t seed, const std::string& text) {
  std::uint64_t hash = 14695981039346656037ull ^ seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

void judge_items(const Law& law, const Request& request, const Target& target) {
  auto bench = open_bench(target);
  if (!bench) return answer({{"refused", bench.error().text}});
  std::vector<Item>& items = (*bench)->items;
  std::erase_if(items, [&](const Item& item) { return !selected(item, request.op); });
  json names = json::array();
  for (const Item& item : items) names.push_back(item.name());
  answer({{"items", names}});
  Answers answers;
  for (std::size_t i = request.begin; i < std::min(request.end, items.size()); ++i) {
    answer({{"begin", i}});
    (*bench)->seed = seed_of(request.seed, std::string(law.id) + items[i].name());
    law.op(**bench, items[i], answers);
  }
  answer({{"begin", items.size()}});
  answers.doing("the end of the plugin (shutdown)");
  bench->reset();
}

}  // namespace

std::vector<std::string> Request::words() const {
  return {file.string(), law, op, std::to_string(seed), python, std::to_string(begin), std::to_string(end)};
}

Result<Request> Request::parse(const std::vector<std::string>& words) {
  Request request;
  if (words.size() != request.words().size() || !read_number(words[3], request.seed) ||
      !read_number(words[5], request.begin) || !read_number(words[6], request.end))
    return byom::fail(exit_usage, "law-process is called by 'plugins check' only.");
  request.file = words[0];
  request.law = words[1];
  request.op = words[2];
  request.python = words[4];
  return request;
}

int serve(const Request& request, const std::filesystem::path& own) {
  fence_in();
  const auto law = std::ranges::find_if(all_laws(), [&](const Law& l) { return l.id == request.law; });
  auto target = open_target(request.file, own);
  if (law == all_laws().end() || !target) return exit_bug;
  target->python = request.python;
  target->seed = request.seed;
  if (law->op) {
    judge_items(*law, request, *target);
  } else {
    Answers answers;
    law->library(*target, answers);
  }
  answer({{"done", true}});
  return exit_done;
}

}  // namespace byom::laws
