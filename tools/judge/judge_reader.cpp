// Judges the plate chain on the drawing that nothing learnt from, and on labelled photographs: what is read
// exactly, by class; what is mistaken for what; and whether a confidence means what it says.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tools/judge/judge_report.hpp"
#include "tools/judge/judged_reads.hpp"
#include "tools/train/logistic_line.hpp"

namespace nightjar {
namespace {

struct JudgeOptions {
  std::uint64_t seed = 1;
  std::size_t plates = 0;
  std::size_t learnt = 0;
  std::size_t cut_off = 0;
  std::size_t lettering = 0;
  std::size_t scenes = 0;
  std::size_t passes = 0;
  MarkConsensusOptions consensus;
  std::vector<std::string> tables;
  bool fit = false;
  bool json = false;
  bool each = false;
};

void add_options(CLI::App& app, JudgeOptions& options) {
  app.add_option("--seed", options.seed, "What is drawn");
  app.add_option("--plates", options.plates, "Plates with roughly known corners");
  app.add_option("--training-drawing", options.learnt, "Plates of the drawing that the reader learnt from");
  app.add_option("--cut-off", options.cut_off, "Plates whose box cuts off a character");
  app.add_option("--lettering", options.lettering, "Vehicles with boards and words but no plate");
  app.add_option("--scenes", options.scenes, "Whole pictures, through the detector");
  app.add_option("--passes", options.passes, "Vehicles in several frames, read together");
  app.add_option("--correlation", options.consensus.correlation, "Of the reads of a pass");
  app.add_option("--least-doubt", options.consensus.least_doubt_left,
                 "Share of the surest read's doubt that a pass keeps");
  app.add_option("--photographs", options.tables,
                 "TABLE.tsv of file, mark, x, y, w, h; pictures in the folder of its stem");
  app.add_flag("--fit", options.fit,
               "Last, the line on the confidence's logit that would say it best, on top of what is in force");
  app.add_flag("--json", options.json, "One JSON object a set");
  app.add_flag("--each", options.each,
               "Before the report a line a read: set, mark, read, confidence, right, classes");
}

std::vector<JudgedSet> judged_sets(const JudgeOptions& options) {
  JudgedReads judge;
  std::vector<JudgedSet> sets;
  const auto add = [&](const char* name, std::vector<JudgedRead> reads) {
    if (!reads.empty()) sets.push_back({name, std::move(reads)});
  };
  add("plates", judge.plates(options.seed, options.plates));
  add("training drawing", judge.training_drawing(options.seed, options.learnt));
  add("cut off", judge.cut_off_plates(options.seed, options.cut_off));
  add("lettering", judge.lettering(options.seed, options.lettering));
  add("scenes", judge.scenes(options.seed, options.scenes));
  add("passes", judge.passes(options.seed, options.passes, options.consensus));
  for (const std::string& table : options.tables) {
    const std::filesystem::path path(table);
    sets.push_back({path.stem().string(), judge.photographs(path, path.parent_path() / path.stem())});
  }
  return sets;
}

void print(const JudgedSet& set, const JudgeOptions& options) {
  for (const JudgedRead& read : set.reads) {
    if (!options.each) break;
    fmt::print("{}\t{}\t{}\t{:.6f}\t{}\t{}\n", set.name, read.mark, read.read, read.confidence,
               read.right ? 1 : 0, fmt::join(read.classes, ", "));
  }
  fmt::print("{}\n", options.json ? report_json(set).dump() : report_text(set));
}

LogisticLine best_line(const std::vector<JudgedSet>& sets) {
  std::vector<LogitOutcome> outcomes;
  for (const JudgedSet& set : sets) {
    for (const JudgedRead& read : set.reads) {
      if (!read.read.empty()) outcomes.push_back({logit_of(read.confidence), read.right});
    }
  }
  return fitted_line(outcomes);
}

}  // namespace
}  // namespace nightjar

int main(int argc, char** argv) {
  using namespace nightjar;
  CLI::App app("Judge the plate reader on drawings of a second kind, and on photographs");
  JudgeOptions options;
  add_options(app, options);
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  try {
    const std::vector<JudgedSet> sets = judged_sets(options);
    for (const JudgedSet& set : sets) print(set, options);
    if (options.fit) {
      const LogisticLine line = best_line(sets);
      fmt::print("best line on top of all of these: slope {:.3f}, offset {:.3f}\n", line.slope, line.offset);
    }
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 2;
  }
  return 0;
}
