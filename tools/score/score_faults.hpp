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

/// What is wrong with the input, a line each: `FILE:LINE: key: found …, expected …`.
class ScoreFaults {
 public:
  void add(const FilePlace& place, std::string_view key, std::string_view found, std::string_view expected);
  /// Of a whole file: `FILE: found …, expected …`.
  void add(std::string_view file, std::string_view found, std::string_view expected);

  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  [[nodiscard]] bool none() const { return lines_.empty(); }

 private:
  std::vector<std::string> lines_;
};

}  // namespace nightjar
