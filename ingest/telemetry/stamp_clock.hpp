#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// A time that metadata states, and where its stamp puts it among the pictures.
struct StampedTime {
  std::chrono::microseconds stamp{0};
  CaptureTime time;
};

/// The clock of a recording: the time of day at each stamp, from what the metadata in it states.
///
/// Times that leap against the stamps by more than a second begin a new run; the longest run is believed, and
/// the others are put in order by their stamps. Where a run keeps time with the stamps, their scatter is
/// averaged out, and slow drift followed. Where it does not (stamps that were made up), a stamp's own time
/// counts, and between two of them it goes straight.
class StampClock {
 public:
  /// In any order.
  explicit StampClock(std::vector<StampedTime> told);

  /// Outside of the run that is believed: at the pace of the stamps. nothing: nothing was told.
  [[nodiscard]] std::optional<CaptureTime> at(std::chrono::microseconds stamp) const;

  /// The time to go by for metadata that states one: its own, where the clock keeps time and is near it, else
  /// that of its stamp.
  [[nodiscard]] CaptureTime settled(const StampedTime& told) const;

  [[nodiscard]] bool keeps_time() const { return keeps_time_; }

  /// A phrase each: leaps that were found, and a pace that is not the pictures'.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  void choose_run(const std::vector<StampedTime>& told);
  void judge_pace(const std::vector<StampedTime>& run);
  void average(const std::vector<StampedTime>& run);
  void follow(const std::vector<StampedTime>& run);

  std::vector<StampedTime> knots_;  // by stamp and by time, both ascending
  bool keeps_time_ = true;
  std::vector<std::string> notes_;
};

}  // namespace nightjar
