#pragma once

#include <functional>
#include <thread>

#include "alerts/alert.hpp"
#include "config/site.hpp"

namespace nightjar {

/// Checks the whole journal once behind the running worker, at leisure, and raises an alarm on what it finds:
/// on the channel that it is about, on all where it is about the whole. At the start itself only the newest
/// events are checked, so that the worker is there within two seconds.
class JournalWatch {
 public:
  /// `post` takes alarms, on this object's own thread. The site outlives it.
  JournalWatch(const Site& site, std::function<void(AlertParcel)> post);

 private:
  std::jthread thread_;
};

}  // namespace nightjar
