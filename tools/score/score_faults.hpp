#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

/// A line of a file, to be named in messages.
struct FilePlace {
  std::string file;
  std::size_t line = 0;  ///< from 1
};

/// One thing that is wrong with the input.
struct ScoreFault {
  FilePlace place;  ///< line 0: the whole file
  std::string key;  ///< empty where it is about the whole file
  std::string found, expected;
};

/// What is wrong with the input, in the order in which it was met.
class ScoreFaults {
 public:
  void add(const FilePlace& place, std::string_view key, std::string_view found, std::string_view expected);
  /// Of a whole file: `FILE: found …, expected …`.
  void add(std::string_view file, std::string_view found, std::string_view expected);

  [[nodiscard]] const std::vector<ScoreFault>& all() const { return faults_; }
  [[nodiscard]] bool none() const { return faults_.empty(); }

  /// `FILE:LINE: key: found …, expected …`. Of many alike (of one file and key, with one expectation) the
  /// first few, then `FILE: key: … and N more like it, lines A to B`.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  std::vector<ScoreFault> faults_;
};

}  // namespace nightjar
