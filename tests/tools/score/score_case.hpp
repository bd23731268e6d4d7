#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/score/made_day.hpp"
#include "tools/nightjar/score_command.hpp"

namespace nightjar {

/// A folder of its own for each test, with records and truth to score in it.
class ScoreCase : public testing::Test {
 protected:
  ScoreCase()
      : folder_(std::filesystem::temp_directory_path() /
                ("nightjar-score-" + std::to_string(std::random_device{}()))) {
    std::filesystem::create_directories(folder_);
  }
  ~ScoreCase() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string put(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

  /// Runs the command over two files of these texts.
  int score(const std::string& records, const std::string& truth, bool json = true) {
    ScoreCommandOptions options;
    options.records = put("r.jsonl", records);
    options.truth = {put("t.jsonl", truth)};
    options.score = options_;
    options.json = json;
    options.html = html_;
    std::ostringstream out, err;
    const int code = score_files(options, out, err);
    out_ = out.str();
    json_ = json && code != 2 ? nlohmann::json::parse(out_) : nlohmann::json();
    complaints_.clear();
    std::istringstream lines(err.str());
    for (std::string line; std::getline(lines, line);) {
      // The folder is another in each run.
      for (auto at = line.find(folder_.string()); at != std::string::npos; at = line.find(folder_.string()))
        line.erase(at, folder_.string().size() + 1);
      complaints_.push_back(line);
    }
    return code;
  }

  std::filesystem::path folder_;
  ScoreOptions options_;
  std::string html_;
  std::string out_;
  nlohmann::json json_;
  std::vector<std::string> complaints_;
};

}  // namespace nightjar
