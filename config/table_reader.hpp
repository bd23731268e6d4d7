#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/setting.hpp"
#include "config/site_faults.hpp"

namespace nightjar {

enum class Need { optional, required };

/// Where a table stands: what errors call it, and what its keys are called in the reference.
struct TablePlace {
  std::string path;  ///< "feed[drone]", empty at the top
  std::string kind;  ///< "feed", empty at the top
};

/// What a number may be, both ends included.
struct Bounds {
  double low = 0;
  double high = 0;
  std::string_view what;  ///< "degrees", "a port" ...
};

/// Typed access to one table of a site file. Each question marks its key as known; whatever was asked for
/// and is wrong, and (at refuse_unknown) whatever nobody asked for, becomes a fault.
/// The setting and the faults must outlive the reader.
class TableReader {
 public:
  TableReader(const Setting& table, TablePlace place, SiteFaults& faults);

  [[nodiscard]] bool has(std::string_view key);
  [[nodiscard]] std::optional<std::string> text(std::string_view key, Need need, std::string_view expected);
  [[nodiscard]] std::optional<bool> flag(std::string_view key);
  [[nodiscard]] std::optional<double> number(std::string_view key, Need need, const Bounds& bounds);
  [[nodiscard]] std::optional<int> whole_number(std::string_view key, const Bounds& bounds);
  [[nodiscard]] std::optional<CaptureTime> instant(std::string_view key);
  /// An array of at least one text.
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key,
                                                              std::string_view expected);
  /// Of a table whose keys are the user's to choose.
  [[nodiscard]] std::vector<std::string> keys() const;
  [[nodiscard]] std::optional<TableReader> table(std::string_view key, std::string_view expected);

  /// The items of a list; none where the key is not there.
  [[nodiscard]] std::vector<Setting> array(std::string_view key, std::string_view expected);

  /// The tables of [[key]]. Each is called by its name, or by its number from 1 where it has none.
  [[nodiscard]] std::vector<TableReader> tables(std::string_view key);

  template <class Choice>
  [[nodiscard]] std::optional<Choice> choice(
      std::string_view key, std::initializer_list<std::pair<const std::string_view, Choice>> choices) {
    const std::map<std::string, Choice> table(choices.begin(), choices.end());
    std::set<std::string> words;
    for (const auto& [word, unused] : table) words.insert(word);
    const std::optional<std::string> word = chosen_word(key, words);
    if (!word) return std::nullopt;
    return table.at(*word);
  }

  /// A fault at the line of the key, or of the table where the key is not there.
  void refuse(std::string_view key, std::string_view found_and_expected);

  /// A fault at the line of one item of a list.
  void refuse_item(const Setting& item, std::string_view key, std::string_view found_and_expected);

  /// Every key that was never asked for is a fault, with the known one that was probably meant.
  void refuse_unknown();

  [[nodiscard]] std::uint32_t line() const { return table_->line; }
  [[nodiscard]] const std::string& path() const { return place_.path; }

 private:
  [[nodiscard]] const Setting* find(std::string_view key);
  [[nodiscard]] const Setting* find(std::string_view key, Need need, std::string_view expected);
  [[nodiscard]] std::optional<std::string> chosen_word(std::string_view key,
                                                       const std::set<std::string>& words);
  [[nodiscard]] std::string path_of(std::string_view key) const;
  void refuse_type(const Setting& setting, std::string_view expected);

  const Setting* table_;
  TablePlace place_;
  SiteFaults* faults_;
  std::set<std::string> known_;
};

}  // namespace nightjar
