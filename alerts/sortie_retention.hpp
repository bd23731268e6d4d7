#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "alerts/alert_outlet.hpp"
#include "alerts/sortie_folder.hpp"

namespace nightjar {

struct SortieRetentionOptions {
  std::filesystem::path journal;                   ///< the folder; flights lie in its `sorties`
  std::map<std::string, std::chrono::hours> keep;  ///< by channel; others' are kept for good
  /// The channel of a feed, for flights of which an earlier version did not say it; empty: none.
  std::function<std::string(const std::string& feed)> channel_of = [](const std::string&) { return ""; };
  /// Whether a flight is under way.
  std::function<bool(const Sortie&)> is_flying = [](const Sortie&) { return false; };
  std::chrono::seconds sweep_every{600};  ///< so much later than on time at most
};

/// Deletes what flights have left in the journal's folder as long after it was written down last as their
/// channel keeps events, by the same clock, but for those that a case needs: by the flight itself, or by any
/// alert of it, on any channel. For one thread, which may wait for the alerts thread.
class SortieRetention {
 public:
  using Steady = std::chrono::steady_clock::time_point;

  /// The outlet outlives it.
  SortieRetention(SortieRetentionOptions options, AlertOutlet& outlet)
      : options_(std::move(options)), outlet_(outlet), folder_(options_.journal / "sorties") {}

  /// Deletes at most one flight; call it every second or so. How many went. What the disk refuses is told in
  /// the log and tried again.
  std::uint64_t run(Steady now);

 private:
  using Holds = std::map<std::string, std::string>;  ///< by channel, as they are kept

  [[nodiscard]] std::string channel_of(const Sortie& sortie) const;
  [[nodiscard]] bool is_due(const Sortie& sortie, CaptureTime now) const;
  void look_at_holds(const AlertDelivery& delivery);
  void read_held();
  bool condemn(const Sortie& sortie);
  std::uint64_t sweep();

  SortieRetentionOptions options_;
  AlertOutlet& outlet_;
  SortieFolder folder_;
  Steady next_sweep_{};
  Holds holds_;                              ///< that `held_` was read from
  std::set<std::string, std::less<>> held_;  ///< flights that a case needs
  bool held_is_read_ = false;
};

}  // namespace nightjar
