#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "processing/hotlist/hotlists_in_force.hpp"
#include "tools/nightjar/file_watch.hpp"
#include "tools/nightjar/kept_reads.hpp"
#include "tools/nightjar/watched_list.hpp"

namespace nightjar {

/// What is in force of one list.
struct ListState {
  std::string name;
  std::string revision;
  std::size_t entries = 0;
  std::optional<CaptureTime> written_at;
  std::string refused;  ///< why a newer edition is not in force; empty: there is none
};

struct HotlistReloadOptions {
  std::function<void(AlertParcel)> post;  ///< alerts, from the thread of the lists
  /// Judges what is open against new lists, before anything is searched for them.
  std::function<void(std::shared_ptr<const HotlistMatcher>)> judge;
  std::chrono::milliseconds every{1000};   ///< between looks where nothing seems to happen
  std::chrono::milliseconds hurried{100};  ///< between looks while a file is not at rest
  WatchedListOptions lists;                ///< its `post`, `journal` and `config` are set here
};

/// Keeps the lists of a site as their files are. On a thread of its own it notices what changes, builds it
/// beside what is in force, swaps both in one step, has open hits judged again, and searches the kept reads.
class HotlistReload {
 public:
  /// `first`: the lists in force, in the order of site.hotlists.
  HotlistReload(const Site& site, const std::vector<TermedHotlist>& first,
                std::shared_ptr<HotlistsInForce> in_force, std::shared_ptr<KeptReads> reads,
                HotlistReloadOptions options);
  ~HotlistReload();  ///< stops the thread and joins
  HotlistReload(const HotlistReload&) = delete;
  HotlistReload& operator=(const HotlistReload&) = delete;

  /// Starts the thread; what was put before is in force, and judged, from its first moment on.
  void start();

  // Any thread, all of them.
  void reload();                 ///< reads every list again, changed or not
  void put(TermedHotlist list);  ///< a list that is no file, in place of the one of that name
  /// By a person of this channel. Waits for a list that is being read.
  [[nodiscard]] WatchedList::Acceptance accept(const std::string& list, const std::string& channel);
  [[nodiscard]] std::vector<ListState> states() const;

 private:
  void run(const std::stop_token& stop);
  [[nodiscard]] bool look();
  void swap();
  void wait();
  void note_states();
  void free_what_nobody_reads();

  std::shared_ptr<HotlistsInForce> in_force_;
  std::shared_ptr<KeptReads> reads_;
  HotlistReloadOptions options_;
  FileWatch watch_;

  std::mutex files_lock_;  // over lists_; held while a list is read from its file
  std::vector<WatchedList> lists_;

  mutable std::mutex lock_;  // over what follows; never for long
  std::map<std::string, TermedHotlist> put_;
  bool put_anew_ = false;
  bool reload_asked_ = false;
  std::vector<ListState> states_;

  std::vector<std::shared_ptr<const HotlistMatcher>> retired_;  ///< freed here, never on a feed's thread

  std::jthread thread_;
};

}  // namespace nightjar
