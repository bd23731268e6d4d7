#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace nightjar {

/// Tells who was turned away without flooding a log: the first of a kind at once, then how many more, as
/// often as it is asked to. A kind is one of few, whatever strangers do.
class RefusalLog {
 public:
  /// `tell` is given one line at a time.
  explicit RefusalLog(std::function<void(const std::string&)> tell) : tell_(std::move(tell)) {}

  /// `who` is what is known of the first one; it may be empty.
  void refused(const std::string& kind, const std::string& who);

  /// What was not told yet; a kind that stayed away since the last call is told at once when it comes again.
  void tell_counts();

 private:
  std::function<void(const std::string&)> tell_;
  std::map<std::string, std::uint64_t> more_;  ///< not told, by kind
};

}  // namespace nightjar
