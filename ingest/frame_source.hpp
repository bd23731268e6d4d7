#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>

#include "ingest/frame.hpp"
#include "ingest/telemetry/telemetry_counts.hpp"

namespace nightjar {

/// Why a feed cannot go on. `what()` is one line that names the feed's place without user or password.
class FeedError : public std::runtime_error {
 public:
  enum class Cause { refused, ended, corrupt, silent };
  FeedError(Cause cause, const std::string& line) : std::runtime_error(line), cause_(cause) {}
  [[nodiscard]] Cause cause() const { return cause_; }

 private:
  Cause cause_;
};

/// What became of the pictures a source met. decoded = delivered + dropped + broken + waiting, where at most
/// a pair of pictures waits.
struct FrameCounts {
  std::uint64_t decoded = 0;
  std::uint64_t delivered = 0;
  std::uint64_t dropped = 0;  ///< a newer one took its place
  std::uint64_t broken = 0;   ///< could not be decoded, or only with errors; kept from the stages
};

/// The one door to the outside world: pictures of one feed, in order, until it fails.
/// Opened by its constructor, closed by its destructor; used by one thread, but for counts()
/// and progress().
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  /// Waits for the next frame. nullopt: a stop was asked for. Throws FeedError where the feed was refused,
  /// has ended, is corrupt, or has been silent for too long; the source is of no use afterwards.
  virtual std::optional<Frame> next(std::stop_token stop) = 0;

  /// May be called from any thread.
  [[nodiscard]] virtual FrameCounts counts() const = 0;

  /// The share of a recording that has been gone through, 0 to 1. nothing: live, or its length is not known.
  /// May be called from any thread.
  [[nodiscard]] virtual std::optional<double> progress() const { return std::nullopt; }

  /// nothing: no live telemetry comes with the pictures. For the thread of next().
  [[nodiscard]] virtual std::optional<TelemetryCounts> telemetry() const { return std::nullopt; }
};

}  // namespace nightjar
