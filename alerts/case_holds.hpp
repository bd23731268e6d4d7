#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/alert.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

/// What is held beyond its time because a case needs it.
struct CaseHold {
  bool of_mark = false;
  std::string subject;  ///< the alert or the flight, or the folded mark
  std::string case_reference;
  std::string person;
  std::optional<std::string> reason;
  CaptureTime at;
};

/// The holds of one channel: a value, kept as text in the journal. An alert, a flight or a mark may be held
/// for several cases; what is held for any is neither deleted on time nor erased.
class CaseHolds {
 public:
  static constexpr std::size_t kMost = 10'000;

  /// In words what is wrong; empty: it is held. The same subject and case again replaces the hold.
  [[nodiscard]] std::string add(CaseHold hold);
  /// False where there is no such hold.
  [[nodiscard]] bool release(std::string_view subject, std::string_view case_reference);

  /// The first hold that keeps the event of an alert; null where none does. Valid until the next change.
  [[nodiscard]] const CaseHold* holding(std::string_view alert, std::string_view event_text) const;

  [[nodiscard]] const std::vector<CaseHold>& holds() const { return holds_; }

  /// For keeping. The second takes nothing but what the first has given; throws std::runtime_error.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static CaseHolds of_text(std::string_view text);

 private:
  std::vector<CaseHold> holds_;
  std::size_t of_marks_ = 0;
};

/// Under which name a channel's holds are kept.
[[nodiscard]] std::string kept_holds(const std::string& channel);

/// The flight that an event's text names; empty: none. Valid as long as the text.
[[nodiscard]] std::string_view sortie_in(std::string_view event_text);

/// What a person wants held: the id of an alert or a flight (16 hex digits) or a mark; nullopt where it is
/// neither.
struct HoldSubject {
  bool of_mark = false;
  std::string subject;
};
[[nodiscard]] std::optional<HoldSubject> hold_subject(std::string_view written);

}  // namespace nightjar
