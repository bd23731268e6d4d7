#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "alerts/alert_beat.hpp"

namespace nightjar {

/// Keeps heads of chains as heartbeats told them, a heartbeat's JSON a line, for `journal verify --heads`:
/// what was journalled before one of them cannot be made anew unseen. One a channel and minute at most, where
/// it has changed; of two files of some 2 MiB the older goes. Best effort: a disk that refuses costs heads,
/// and no alert.
class HeadLog {
 public:
  /// An empty path keeps none.
  explicit HeadLog(std::filesystem::path file) : path_(std::move(file)) {}

  void note(const AlertBeat& beat, std::chrono::steady_clock::time_point now);

 private:
  struct Noted {
    std::string heads;  ///< of events and of the audit trail
    std::chrono::steady_clock::time_point at;
  };
  std::filesystem::path path_;
  std::map<std::pair<std::string, std::string>, Noted> noted_;  ///< by stream and channel
};

}  // namespace nightjar
