#include "tools/nightjar/hotlist_reload.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <utility>

namespace nightjar {
namespace {

CaptureTime now() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

/// Those that hold the lists, and those that hold these: a folder may be swapped as a whole.
std::vector<std::filesystem::path> folders_of(const Site& site) {
  std::set<std::filesystem::path> folders;
  for (const HotlistSite& list : site.hotlists) {
    folders.insert(list.file.parent_path());
    folders.insert(list.file.parent_path().parent_path());
  }
  return {folders.begin(), folders.end()};
}

}  // namespace

HotlistReload::HotlistReload(const Site& site, const std::vector<TermedHotlist>& first,
                             std::shared_ptr<HotlistsInForce> in_force, std::shared_ptr<KeptReads> reads,
                             HotlistReloadOptions options)
    : in_force_(std::move(in_force)),
      reads_(std::move(reads)),
      options_(std::move(options)),
      watch_(folders_of(site)) {
  WatchedListOptions watched = options_.lists;
  watched.post = options_.post;
  watched.journal = site.journal;
  watched.config = site.version;
  for (std::size_t i = 0; i < site.hotlists.size(); ++i)
    lists_.emplace_back(site.hotlists[i], first.at(i), watched);
  note_states();
}

void HotlistReload::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

HotlistReload::~HotlistReload() {
  thread_.request_stop();
  watch_.wake();
}

void HotlistReload::run(const std::stop_token& stop) {
  swap();
  while (!stop.stop_requested()) {
    try {
      if (look()) swap();
      for (AlertParcel& parcel : reads_->search()) options_.post(std::move(parcel));
      reads_->expire(now());
      free_what_nobody_reads();
    } catch (const std::exception& error) {  // no memory for a list: the old one is in force
      spdlog::error("lists: {}", error.what());
    }
    wait();
  }
}

void HotlistReload::wait() {
  bool restless = false;
  {
    const std::scoped_lock held(files_lock_);
    restless =
        std::any_of(lists_.begin(), lists_.end(), [](const WatchedList& list) { return list.is_restless(); });
  }
  // Whatever else is written in the folders of the lists, they are looked at no more often than this.
  if (restless || watch_.wait(options_.every)) std::this_thread::sleep_for(options_.hurried);
}

bool HotlistReload::look() {
  bool again = false;
  bool changed = false;
  {
    const std::scoped_lock held(lock_);
    again = std::exchange(reload_asked_, false);
    changed = std::exchange(put_anew_, false);
  }
  const std::scoped_lock held(files_lock_);
  for (WatchedList& list : lists_) {
    if (again) list.read_again();
    changed = list.look(now()) || changed;
  }
  note_states();
  return changed;
}

void HotlistReload::note_states() {
  std::vector<ListState> states;
  const auto add = [&](const TermedHotlist& list, const std::string& refused) {
    const HotlistEdition& edition = list.index->edition();
    states.push_back({list.terms.name, edition.revision, list.index->size(), edition.written_at, refused});
  };
  for (const WatchedList& list : lists_) add(list.in_force(), list.refused());
  const std::scoped_lock held(lock_);
  for (const auto& [name, list] : put_) add(list, "");
  states_ = std::move(states);
}

void HotlistReload::swap() {
  std::vector<TermedHotlist> lists;
  {
    const std::scoped_lock held(files_lock_);
    for (const WatchedList& list : lists_) lists.push_back(list.in_force());
  }
  {
    const std::scoped_lock held(lock_);
    for (const auto& [name, list] : put_) lists.push_back(list);
  }
  const auto next = std::make_shared<const HotlistMatcher>(std::move(lists));
  retired_.push_back(in_force_->put(next));
  if (options_.judge) options_.judge(next);
}

void HotlistReload::free_what_nobody_reads() {
  std::erase_if(retired_, [](const auto& old) { return old.use_count() == 1; });
}

void HotlistReload::reload() {
  {
    const std::scoped_lock held(lock_);
    reload_asked_ = true;
  }
  watch_.wake();
}

void HotlistReload::put(TermedHotlist list) {
  {
    const std::scoped_lock held(lock_);
    std::string name = list.terms.name;
    put_.insert_or_assign(std::move(name), std::move(list));
    put_anew_ = true;
  }
  watch_.wake();
}

WatchedList::Acceptance HotlistReload::accept(const std::string& list, const std::string& channel) {
  const std::scoped_lock held(files_lock_);
  const auto found = std::find_if(lists_.begin(), lists_.end(), [&](const WatchedList& watched) {
    return watched.in_force().terms.name == list;
  });
  if (found == lists_.end()) return {false, "the site has no list of this name"};
  WatchedList::Acceptance acceptance = found->accept(channel);
  watch_.wake();
  return acceptance;
}

std::vector<ListState> HotlistReload::states() const {
  const std::scoped_lock held(lock_);
  return states_;
}

}  // namespace nightjar
