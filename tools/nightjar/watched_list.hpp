#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "alerts/health_alerts.hpp"
#include "config/site.hpp"
#include "processing/hotlist/hotlist_edition.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"
#include "tools/nightjar/file_stamp.hpp"
#include "tools/nightjar/list_memory.hpp"

namespace nightjar {

struct WatchedListOptions {
  std::filesystem::path journal;              ///< where what was in force is noted; empty: nowhere
  std::string config;                         ///< version of the site, for alerts
  std::function<void(AlertParcel)> post;      ///< to the room
  std::chrono::milliseconds settle{400};      ///< a file must be left alone for so long before it is read
  std::chrono::milliseconds patience{60000};  ///< a file that settles no sooner is an alarm
};

/// One list of the site at run time: takes a new edition when its files change and have come to rest, keeps
/// the old one where the new one is refused, and tells the room what is wrong: lines left out, a refused
/// edition, a stale one. What is wrong with covert entries is told on their channel alone; the list's own
/// hears that an edition is not used only where it would have changed something there. Neither the log nor
/// another channel tells of a list that only covert entries are on. Belongs to the thread of the lists; the
/// caller says what time it is.
class WatchedList {
 public:
  WatchedList(const HotlistSite& site, TermedHotlist in_force, WatchedListOptions options);

  /// True where another edition is in force now.
  [[nodiscard]] bool look(CaptureTime now);

  /// Reads the files again at the next look that finds them at rest, changed or not.
  void read_again() { judged_.reset(); }

  /// A person of this channel takes the edition that was refused last. False, with the reason, where there is
  /// none that could be put in force, as far as that channel may know; what is wrong with covert entries is
  /// judged on theirs.
  struct Acceptance {
    bool done = false;
    std::string words;
  };
  [[nodiscard]] Acceptance accept(const std::string& channel);

  [[nodiscard]] const TermedHotlist& in_force() const { return list_; }
  /// Why a newer edition is not in force, as the list's own channel may know; empty: there is none.
  [[nodiscard]] const std::string& refused() const { return refused_.open; }
  /// Files changed and have not come to rest.
  [[nodiscard]] bool is_restless() const { return restless_since_.has_value(); }

 private:
  [[nodiscard]] bool is_at_rest(const FileStamps& stamps, CaptureTime now);
  [[nodiscard]] bool take(CaptureTime now);
  void note(bool same);
  /// What is wrong, for the list's own channel and for that of its covert entries; each may be empty.
  struct Words {
    std::string open, covert;
  };
  [[nodiscard]] Words words_of(const HotlistEditionLoad& load);
  void refuse(const std::string& cause, const Words& words, CaptureTime now);
  /// `open` is what else the edition holds, where that is known.
  void refuse_covert_part(const std::optional<OpenPart>& open, const Words& lines, const std::string& why,
                          CaptureTime now);
  void tell_of_lines_left_out(const Words& lines, CaptureTime now);
  void tell_of_age(CaptureTime now);
  /// `what`: which revision, and what happened to it at that time.
  void tell_of_age(HealthAlerts& alerts, const std::string& what, std::optional<CaptureTime> since,
                   CaptureTime now);
  void post(std::optional<AlertParcel> parcel);
  [[nodiscard]] HealthAlerts alerts_about(const std::string& aspect, int priority,
                                          const std::string& channel) const;
  [[nodiscard]] const std::string& revision() const;
  [[nodiscard]] ListMemory memory() const;
  [[nodiscard]] bool logs() const { return site_.restricted_channel != site_.channel; }

  HotlistSite site_;
  TermedHotlist list_;
  WatchedListOptions options_;
  HealthAlerts lines_, refusal_, age_;
  HealthAlerts covert_lines_, covert_refusal_, covert_age_;  ///< on that of covert entries, if another
  std::optional<FileStamps> judged_;  ///< of the files that were read last; nothing: read them again
  FileStamps seen_;
  CaptureTime seen_since_;
  std::optional<CaptureTime> restless_since_;
  Words left_out_;                   ///< that the room knows of
  std::vector<std::string> logged_;  ///< faults of the files that were read last
  Words refused_;
  bool acceptable_ = false;      ///< what was refused could be put in force
  bool accepted_ = false;        ///< and a person wants it to be
  std::string accepted_digest_;  ///< of the edition that a person accepted last
};

}  // namespace nightjar
