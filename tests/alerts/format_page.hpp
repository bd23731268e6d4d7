#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {

inline std::filesystem::path format_page() {
  return std::filesystem::path(NIGHTJAR_SOURCE_DIR) / "docs" / "alert-format.md";
}

/// The fenced blocks of a language on the page of the alert format.
inline std::vector<std::string> format_blocks(const std::string& language) {
  std::vector<std::string> found;
  const std::string page = file_text(format_page());
  const std::string fence = "```" + language + "\n";
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    const std::size_t end = page.find("\n```", at);
    found.push_back(page.substr(at, end + 1 - at));
    at = end;
  }
  return found;
}

}  // namespace nightjar
