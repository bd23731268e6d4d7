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
#include <vector>

#include "tools/judge/judge_report.hpp"
#include "tools/judge/judged_reads.hpp"
#include "tools/train/logistic_line.hpp"

int main(int argc, char** argv) {
  using namespace nightjar;
  CLI::App app("Judge the plate reader on drawings of a second kind, and on photographs");
  std::uint64_t seed = 1;
  std::size_t plates = 0;
  std::size_t cut_off = 0;
  std::size_t lettering = 0;
  std::size_t scenes = 0;
  std::size_t passes = 0;
  std::vector<std::string> tables;
  std::size_t learnt = 0;
  bool fit = false;
  bool json = false;
  bool each = false;
  app.add_option("--seed", seed, "What is drawn")->capture_default_str();
  app.add_option("--plates", plates, "Plates with roughly known corners");
  app.add_option("--cut-off", cut_off, "Plates whose box cuts off a character");
  app.add_option("--lettering", lettering, "Vehicles with boards and words but no plate");
  app.add_option("--scenes", scenes, "Whole pictures, through the detector");
  app.add_option("--passes", passes, "Vehicles in several frames, read together");
  app.add_option("--photographs", tables,
                 "TABLE.tsv of file, mark, x, y, w, h; pictures in the folder of its stem");
  app.add_option("--training-drawing", learnt, "Plates of the drawing that the reader learnt from");
  app.add_flag("--fit", fit,
               "Last, the line on the confidence's logit that would say it best, on top of what is in force");
  app.add_flag("--json", json, "One JSON object a set");
  app.add_flag("--each", each,
               "Before the report a line a read: set, mark, read, confidence, right, classes");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  try {
    JudgedReads judge;
    std::vector<JudgedSet> sets;
    if (plates > 0) sets.push_back({"plates", judge.plates(seed, plates)});
    if (learnt > 0) sets.push_back({"training drawing", judge.training_drawing(seed, learnt)});
    if (cut_off > 0) sets.push_back({"cut off", judge.cut_off_plates(seed, cut_off)});
    if (lettering > 0) sets.push_back({"lettering", judge.lettering(seed, lettering)});
    if (scenes > 0) sets.push_back({"scenes", judge.scenes(seed, scenes)});
    if (passes > 0) sets.push_back({"passes", judge.passes(seed, passes)});
    for (const std::string& table : tables) {
      const std::filesystem::path path(table);
      sets.push_back({path.stem().string(), judge.photographs(path, path.parent_path() / path.stem())});
    }
    std::vector<LogitOutcome> outcomes;
    for (const JudgedSet& set : sets) {
      for (const JudgedRead& read : set.reads) {
        if (!read.read.empty()) outcomes.push_back({logit_of(read.confidence), read.right});
        if (each)
          fmt::print("{}\t{}\t{}\t{:.6f}\t{}\n", set.name, read.mark, read.read, read.confidence,
                     read.right ? 1 : 0);
      }
      fmt::print("{}\n", json ? report_json(set).dump() : report_text(set));
    }
    if (fit) {
      const LogisticLine line = fitted_line(outcomes);
      fmt::print("best line on top of all of these: slope {:.3f}, offset {:.3f}\n", line.slope, line.offset);
    }
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 2;
  }
  return 0;
}
