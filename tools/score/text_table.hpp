#pragma once

#include <string>
#include <vector>

namespace nightjar {

/// Rows of words in columns; the first column flush left, the others flush right.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> heading) : heading_(std::move(heading)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  /// A line a row, indented by two spaces; nothing without rows. Colours must not stand in the cells.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  std::vector<std::string> heading_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace nightjar
