// Laws: the plugin leaves the process as it finds it, when it is loaded and after each call of a facet.
#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"
#include "host/support/process_state.hpp"
#include "host/support/quote.hpp"

namespace byom::laws {
namespace {

// What has changed since it was asked last, one clause each.
using News = std::function<std::vector<std::string>()>;

News news_of(const char* name) {
  const Aspect& aspect = process_aspect(name);
  return [&aspect, before = aspect.read()]() mutable {
    Reading after = aspect.read();
    // A thread that ends by itself may take a moment.
    for (int i = 0; i < 20 && aspect.name == std::string_view("threads") && after != before; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      after = aspect.read();
    }
    const std::vector<std::string> clauses = changes(before, after);
    before = std::move(after);
    return clauses;
  };
}

// This process's standard output and error are one file, so that what is printed can be looked at.
News printed_news() {
  const auto length = [] {
    std::fflush(nullptr);
    struct stat status {};
    return fstat(STDOUT_FILENO, &status) == 0 ? status.st_size : 0;
  };
  return [length, before = length()]() mutable -> std::vector<std::string> {
    const off_t after = length();
    if (after == before) return {};
    std::string text(static_cast<std::size_t>(std::min<off_t>(after - before, 200)), '\0');
    const ssize_t n = pread(STDOUT_FILENO, text.data(), text.size(), before);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    before = after;
    return {"it prints " + byom::quoted(text)};
  };
}

void tell(News& news, const std::string& where, Report& report) {
  for (const std::string& clause : news()) report.fail(where + ": " + clause);
}

void watch_facets(Bench& bench, const Item& item, News& news, Report& report) {
  const auto watched = [&](const std::string& call, const auto& facet) {
    const std::string where = item.name() + ", " + call;
    report.doing(where);
    facet();
    tell(news, where, report);
  };
  for_each_example(
      bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
        // What the facets answer is the matter of other laws.
        if (item.op->table.infer)
          watched(name + ", infer", [&] { (void)question.infer(question.graph(Question::none)); });
        if (item.own && item.op->table.translate)
          watched(name + ", translate",
                  [&] { (void)question.translated(question.graph(Question::all_but_first)); });
        if (item.kernel && !question.declined()) watched(name + ", kernel", [&] { (void)question.run(); });
      });
}

// `begin` starts the watch.
void keeps(const std::function<News()>& begin, const Target& target, Report& report) {
  News loading = begin();
  report.doing("loading");
  const auto entered = registry::enter_library(target.manifest, registry::load_tables());
  tell(loading, "loading", report);
  if (!entered) return report.skip(entered.error().text);
  auto bench = open_bench(target);
  if (!bench) return report.skip(bench.error().text);
  News news = begin();  // after the program's own threads have started
  for (const Item& item : (*bench)->items) watch_facets(**bench, item, news, report);
  report.doing("the end of the plugin (shutdown)");
  (*bench)->registry.reset();
  tell(news, "the end of the plugin (shutdown)", report);
}

void keeps(const char* aspect, const Target& target, Report& report) {
  keeps([aspect] { return news_of(aspect); }, target, report);
}

}  // namespace

void rounding(const Target& target, Report& report) {
  keeps("floating_point", target, report);
}
void locale(const Target& target, Report& report) {
  keeps("locale", target, report);
}
void signals(const Target& target, Report& report) {
  keeps("signals", target, report);
}
void folder(const Target& target, Report& report) {
  keeps("folder", target, report);
}
void environment(const Target& target, Report& report) {
  keeps("environment", target, report);
}
void files(const Target& target, Report& report) {
  keeps("files", target, report);
}
void threads(const Target& target, Report& report) {
  keeps("threads", target, report);
}
void silence(const Target& target, Report& report) {
  keeps(printed_news, target, report);
}

}  // namespace byom::laws
