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
  std::string text;     ///< `key: what was found, what was expected`
  bool covert = false;  ///< about an entry that only a restricted channel may know of
};

/// `FILE:LINE: key: what was found, what was expected`
[[nodiscard]] std::string finding_line(std::string_view file, const HotlistFinding& finding);

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

/// What reading a list brought to light. Bounded, however bad the list is.
class HotlistFindings {
 public:
  /// `max_named`: bad lines kept with their reasons; the others are only counted.
  explicit HotlistFindings(std::size_t max_named) : max_named_(max_named) {}

  /// Several reasons may hold of one bad line; it counts once.
  void bad_line(std::uint32_t line, std::string text);
  /// What was found on a line is about a covert entry.
  void hide(std::uint32_t line);
  /// The list as a whole cannot be used.
  void refuse(std::uint32_t line, std::string text, bool covert = false);
  void warn(HotlistWarning kind, std::uint32_t line, std::string text);

  [[nodiscard]] std::size_t bad_lines() const { return bad_lines_; }
  [[nodiscard]] bool is_refused() const { return refused_; }
  /// Bad lines by line, then what refuses the list.
  [[nodiscard]] std::vector<HotlistFinding> faults() const;
  [[nodiscard]] const std::vector<HotlistFinding>& warnings(HotlistWarning kind) const;
  [[nodiscard]] std::size_t count(HotlistWarning kind) const;

 private:
  struct Kind {
    std::vector<HotlistFinding> shown;
    std::size_t count = 0;
  };
  std::size_t max_named_;
  std::vector<HotlistFinding> bad_;
  std::size_t bad_lines_ = 0;
  std::uint32_t newest_bad_ = 0;
  std::vector<HotlistFinding> refusals_;
  bool refused_ = false;
  std::array<Kind, kHotlistWarnings> warnings_;
};

}  // namespace nightjar
