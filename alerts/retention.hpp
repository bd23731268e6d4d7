#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "alerts/journal.hpp"
#include "alerts/machine_clock.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

struct RetentionOptions {
  std::map<std::string, std::chrono::hours> keep;  ///< by channel; others are kept for good
  std::chrono::seconds sweep_every{600};           ///< so much later than on time at most
  std::size_t at_once = 200;                       ///< events in one transaction: alerts wait for it
  /// A clock that leaps ahead by more than this while the worker runs, or that at its start is farther behind
  /// the newest event than any worker rests, would delete what is not due: unless the machine says that it is
  /// kept, nothing is deleted for a day, in which somebody can set it right.
  std::chrono::minutes most_leap{60};
  std::chrono::hours most_rest{24 * 90};
  std::chrono::hours doubt{24};
  std::function<bool()> clock_is_kept = clock_is_synchronised;
  std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
};

/// Deletes events on time, a few at once, but for those that a case needs. Belongs to the journal's thread.
class Retention {
 public:
  explicit Retention(RetentionOptions options) : options_(std::move(options)) {}

  using Gone = std::function<void(const HeldEvent&)>;

  /// Deletes what is due, at most one transaction a channel; call it every second or so. How many events
  /// went; `gone` is told each. Throws JournalError: then nothing more is deleted until it is called again.
  std::uint64_t run(Journal& journal, CaptureTime now, const Gone& gone = {});

  /// Looks at the clock before anything is written by it. `leapt_at`: by the clock, when it was doubted last
  /// and not set right since, in an earlier life of the worker.
  void begin(const Journal& journal, CaptureTime now, std::optional<CaptureTime> leapt_at);

  /// Whether the wall clock may be right, so that something may be deleted by it.
  [[nodiscard]] bool believes(const Journal& journal, CaptureTime now);

  /// Why nothing is deleted just now, in words; nothing: what is due goes.
  [[nodiscard]] const std::optional<std::string>& doubt() const { return doubt_; }

 private:
  using Steady = std::chrono::steady_clock::time_point;

  void doubt_from(Steady steady);
  /// True: the channel has no more that is due.
  bool sweep(Journal& journal, const std::string& channel, std::chrono::hours keep, CaptureTime now,
             const Gone& gone);

  RetentionOptions options_;
  CaptureTime next_sweep_{};
  std::optional<std::pair<CaptureTime, Steady>> looked_at_;
  std::optional<Steady> doubted_until_;
  std::optional<std::string> doubt_;
  std::map<std::string, HeldPlace> places_;  ///< where a sweep has got to
  std::uint64_t removed_ = 0;                ///< in this sweep
};

}  // namespace nightjar
