#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "alerts/journal.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

struct RetentionOptions {
  std::map<std::string, std::chrono::hours> keep;  ///< by channel; others are kept for good
  std::chrono::seconds sweep_every{600};           ///< so much later than on time at most
  std::size_t at_once = 200;                       ///< events in one transaction: alerts wait for it
};

/// Deletes events on time, a few at once, but for those that a case needs. Belongs to the journal's thread.
class Retention {
 public:
  explicit Retention(RetentionOptions options) : options_(std::move(options)) {}

  /// Deletes what is due, at most one transaction a channel; call it every second or so. How many events
  /// went. Throws JournalError: then nothing more is deleted until it is called again.
  std::uint64_t run(Journal& journal, CaptureTime now);

 private:
  /// True: the channel has no more that is due.
  bool sweep(Journal& journal, const std::string& channel, std::chrono::hours keep, CaptureTime now);

  RetentionOptions options_;
  CaptureTime next_sweep_{};
  std::map<std::string, HeldPlace> places_;  ///< where a sweep has got to
  std::uint64_t removed_ = 0;                ///< in this sweep
};

}  // namespace nightjar
