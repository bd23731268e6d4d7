#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

/// Gathers everything that is wrong with a site file, and the keys that the readers asked for.
class SiteFaults {
 public:
  void add(std::uint32_t line, std::string_view key, std::string_view found_and_expected);
  /// A whole line about a file that the site file names; such lines come last.
  void add_of_other_file(std::string line) { of_other_files_.push_back(std::move(line)); }
  [[nodiscard]] bool empty() const { return faults_.empty() && of_other_files_.empty(); }

  /// One line each, `FILE:LINE: key: what was found, what was expected`, in the order of the file.
  [[nodiscard]] std::vector<std::string> lines(const std::filesystem::path& file) const;

  void note_known(std::string key) { known_.insert(std::move(key)); }
  [[nodiscard]] const std::set<std::string>& known() const { return known_; }

 private:
  struct Fault {
    std::uint32_t line;
    std::string text;
  };
  std::vector<Fault> faults_;
  std::vector<std::string> of_other_files_;
  std::set<std::string> known_;
};

/// A value as an error may show it: in quotes, short, without control characters, and without the user,
/// password and query of an address.
[[nodiscard]] std::string shown(std::string_view text);

/// The word that differs least, or empty where none is near enough to be meant.
[[nodiscard]] std::string nearest_word(std::string_view word, const std::set<std::string>& words);

/// "a, b or c"
[[nodiscard]] std::string either_of(const std::set<std::string>& words);

}  // namespace nightjar
