#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

/// One thing that is wrong or odd in a list.
struct HotlistFinding {
  std::uint32_t line = 1;
  std::string text;                ///< `key: what was found, what was expected`
  bool covert = false;             ///< about an entry that only a restricted channel may know of
  std::uint32_t covert_lines = 0;  ///< of such entries, before this line
};

/// `FILE:LINE: key: what was found, what was expected`
[[nodiscard]] std::string finding_line(std::string_view file, const HotlistFinding& finding);

/// The same for who may not know of covert entries: lines are numbered as if theirs were not there.
[[nodiscard]] std::string open_finding_line(std::string_view file, const HotlistFinding& finding);

enum class HotlistWarning {
  column,     ///< unknown, or missing altogether
  duplicate,  ///< a mark that stands on an earlier line, too; both count
  owner,      ///< no owner
  reason,     ///< no reason
  dates,      ///< weeded before it is effective: never in force
  priority,   ///< not a number from 0 to 100: the list's own counts
  risk,       ///< a high risk with a low priority, or the other way round
  unfinished_last_line
};
inline constexpr std::size_t kHotlistWarnings = 8;
inline constexpr std::size_t kShownWarnings = 20;  ///< of each kind; the rest is a count

/// What reading a list brought to light. Bounded, however bad the list is; what is covert is counted by
/// itself, so that it changes nothing else.
class HotlistFindings {
 public:
  /// `max_named`: bad lines kept with their reasons; the others are only counted.
  explicit HotlistFindings(std::size_t max_named) : max_named_(max_named) {}

  /// Several reasons may hold of one bad line; it counts once.
  void bad_line(std::uint32_t line, std::string text);
  /// From now on, what is found is about a covert entry; or not any more.
  void set_covert(bool covert) { covert_ = covert; }
  /// A covert entry was read that has so many lines. In the order of lines.
  void pass_covert(std::uint32_t line, std::uint32_t lines);
  /// The list as a whole cannot be used.
  void refuse(std::uint32_t line, std::string text);
  void warn(HotlistWarning kind, std::uint32_t line, std::string text);

  [[nodiscard]] std::size_t bad_lines() const { return open_.bad_lines + hidden_.bad_lines; }
  [[nodiscard]] std::size_t covert_bad_lines() const { return hidden_.bad_lines; }
  [[nodiscard]] bool is_refused() const { return !refusals_.empty(); }
  /// For a reason that has nothing to do with covert entries.
  [[nodiscard]] bool is_openly_refused() const;
  /// Bad lines by line, then what refuses the list.
  [[nodiscard]] std::vector<HotlistFinding> faults() const;
  [[nodiscard]] const std::vector<HotlistFinding>& warnings(HotlistWarning kind) const;
  [[nodiscard]] std::size_t count(HotlistWarning kind) const;

 private:
  struct Kind {
    std::vector<HotlistFinding> shown;
    std::size_t count = 0;
  };
  struct BadLines {
    std::size_t bad_lines = 0;
    HotlistFinding newest;
  };
  [[nodiscard]] HotlistFinding finding(std::uint32_t line, std::string text) const;
  [[nodiscard]] BadLines& part() { return covert_ ? hidden_ : open_; }

  std::size_t max_named_;
  bool covert_ = false;
  struct CovertEntry {
    std::uint32_t line;
    std::uint32_t lines;  ///< of it and all before it
  };
  std::vector<CovertEntry> covert_entries_;
  std::vector<HotlistFinding> bad_;
  BadLines open_, hidden_;
  std::vector<HotlistFinding> refusals_;
  std::array<Kind, kHotlistWarnings> warnings_;
};

}  // namespace nightjar
