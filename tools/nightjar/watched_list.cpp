#include "tools/nightjar/watched_list.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "processing/hotlist/open_part.hpp"
#include "tools/nightjar/load_hotlists.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongestDetail = 2000;  // of an alert; the log has all of it

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "; ") + line;
  if (text.size() > kLongestDetail) {
    text.resize(kLongestDetail);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) text.pop_back();
    text += " ...";
  }
  return text;
}

/// The same bytes, written again, are a renewed list.
bool is_same_edition(const HotlistEdition& a, const HotlistEdition& b) {
  return a.digest == b.digest && a.written_at == b.written_at;
}

}  // namespace

WatchedList::WatchedList(const HotlistSite& site, TermedHotlist in_force, WatchedListOptions options)
    : site_(site),
      list_(std::move(in_force)),
      options_(std::move(options)),
      lines_(alerts_about("lines", 30, site_.channel)),
      refusal_(alerts_about("refused", 20, site_.channel)),
      age_(alerts_about("age", 20, site_.channel)),
      covert_lines_(alerts_about("lines", 30, site_.restricted_channel.value_or(site_.channel))),
      covert_refusal_(alerts_about("refused", 20, site_.restricted_channel.value_or(site_.channel))),
      covert_age_(alerts_about("age", 20, site_.restricted_channel.value_or(site_.channel))) {
  if (options_.journal.empty()) return;
  if (const auto before = remembered(options_.journal, site_.name)) accepted_digest_ = before->accepted;
  note(true);
}

const std::string& WatchedList::revision() const {
  return open_revision(list_.index->edition());
}

HealthAlerts WatchedList::alerts_about(const std::string& aspect, int priority,
                                       const std::string& channel) const {
  HealthAlertOptions options;
  options.kind = AlertKind::list_health;
  options.channel = channel;
  options.what = site_.name;
  options.aspect = aspect;
  options.priority = priority;
  options.config = options_.config;
  return HealthAlerts(options);
}

bool WatchedList::look(CaptureTime now) {
  FileStamps stamps = list_stamps(site_.file);
  bool changed = false;
  if (judged_ != stamps) {
    if (is_at_rest(stamps, now)) {
      judged_ = std::move(stamps);
      restless_since_.reset();
      changed = take(now);
    }
  } else {
    restless_since_.reset();
  }
  tell_of_age(now);
  return changed;
}

bool WatchedList::is_at_rest(const FileStamps& stamps, CaptureTime now) {
  if (!restless_since_ || now < *restless_since_) restless_since_ = now;  // the clock may be set back
  if (stamps != seen_ || now < seen_since_) {
    seen_ = stamps;
    seen_since_ = now;
  }
  const bool still = now - seen_since_ >= options_.settle;
  if (still && !is_list_being_written(site_.file)) return true;
  if (now - *restless_since_ >= options_.patience)
    refuse("unfinished",
           {site_.file.string() + ":1: file: is still being written, expected it to be complete",
            refused_.covert},
           now);
  return false;
}

bool WatchedList::take(CaptureTime now) {
  const ListMemory before = memory();
  HotlistEditionLoad load =
      accepted_ ? load_with_any_bad_lines(site_, before) : load_as_accepted(site_, before);
  const Words faults = words_of(load);
  const bool accepted = std::exchange(accepted_, false);
  acceptable_ = load.index != nullptr || load.only_bad_lines;
  if (!load.index) {
    if (load.is_openly_refused()) {
      refuse("refused", faults, now);
    } else {
      refuse_covert_part(load.open, faults, faults.covert, now);
    }
    return false;
  }
  const HotlistEdition& edition = load.index->edition();
  if (accepted) accepted_digest_ = edition.digest;
  if (const ListObjection against = objection(memory(), *load.index); !against.words.empty()) {
    const std::string why = fmt::format("{}:1: file: {}", site_.file.string(), against.words);
    if (against.covert) {
      refuse_covert_part(edition.open, faults, why, now);
    } else {
      refuse("refused", {why, ""}, now);
    }
    return false;
  }
  const bool same = is_same_edition(edition, list_.index->edition());
  const std::string before_it = revision();
  if (!same) list_.index = std::move(load.index);
  note(same || revision() == before_it);
  tell_of_lines_left_out(faults, now);
  refused_ = {};
  post(refusal_.recover(now));
  post(covert_refusal_.recover(now));
  return !same;
}

WatchedList::Words WatchedList::words_of(const HotlistEditionLoad& load) {
  const PartedLines lines = parted_fault_lines(load);
  if (logs() && lines.open != logged_)
    for (const std::string& line : lines.open) spdlog::warn("list {}: {}", site_.name, line);
  logged_ = lines.open;
  return {joined(lines.open), joined(lines.covert)};
}

ListMemory WatchedList::memory() const {
  ListMemory memory = memory_of(*list_.index);
  memory.accepted = accepted_digest_;
  return memory;
}

void WatchedList::note(bool same) {
  if (!same && logs()) spdlog::info("list {}: revision {} in force", site_.name, revision());
  ListMemory now = memory_of(*list_.index);
  if (now.digest == accepted_digest_) now.accepted = accepted_digest_;
  if (!options_.journal.empty() && !remember(options_.journal, site_.name, now))
    spdlog::warn("list {}: what is in force could not be noted in {}", site_.name, options_.journal.string());
}

void WatchedList::refuse(const std::string& cause, const Words& words, CaptureTime now) {
  const auto tell = [&](HealthAlerts& alerts, const std::string& known, const std::string& why,
                        const std::string& revision) {
    if (why == known) return;
    post(alerts.recover(now));  // another reason is another alarm
    if (!why.empty())
      post(alerts.fail(cause, fmt::format("revision {} stays in force; {}", revision, why), now));
  };
  if (words.open != refused_.open && !words.open.empty())
    spdlog::error("list {}: a new edition is {}{}", site_.name, cause,
                  logs() ? fmt::format(", revision {} stays in force: {}", revision(), words.open) : "");
  tell(refusal_, refused_.open, words.open, revision());
  tell(covert_refusal_, refused_.covert, words.covert, list_.index->edition().revision);
  refused_ = words;
}

/// Where it changes none of the others, they are in force as it has them: there is nothing to tell of it.
void WatchedList::refuse_covert_part(const std::optional<OpenPart>& open, const Words& lines,
                                     const std::string& why, CaptureTime now) {
  const std::optional<OpenPart>& in_force = list_.index->edition().open;
  if (open && in_force && open->revision == in_force->revision) {
    tell_of_lines_left_out({lines.open, left_out_.covert}, now);
    refuse("refused", {"", why}, now);
  } else {
    refuse("refused", {unusable_line(site_), why}, now);
  }
}

/// The same lines again are no news: another edition may differ in what others may not know.
void WatchedList::tell_of_lines_left_out(const Words& lines, CaptureTime now) {
  const auto tell = [&](HealthAlerts& alerts, const std::string& told, const std::string& words) {
    if (told == words) return;
    post(alerts.recover(now));
    if (!words.empty()) post(alerts.fail("lines left out", words, now));
  };
  tell(lines_, left_out_.open, lines.open);
  tell(covert_lines_, left_out_.covert, lines.covert);
  left_out_ = lines;
}

/// On the list's own channel its age is that of the open entries.
void WatchedList::tell_of_age(CaptureTime now) {
  const HotlistEdition& edition = list_.index->edition();
  const bool failing = age_.failing();
  tell_of_age(age_, revision() + (edition.open ? " last changed its entries" : " was written"),
              since_on(site_.channel, list_), now);
  if (age_.failing() && !failing && logs()) spdlog::error("list {}: is stale", site_.name);
  if (edition.open) tell_of_age(covert_age_, edition.revision + " was written", edition.written_at, now);
}

void WatchedList::tell_of_age(HealthAlerts& alerts, const std::string& what, std::optional<CaptureTime> since,
                              CaptureTime now) {
  if (!site_.max_age_h || !since) return;
  const std::chrono::duration<double, std::ratio<3600>> age = now - *since;
  if (age.count() <= *site_.max_age_h) {
    post(alerts.recover(now));
  } else if (!alerts.failing()) {
    post(alerts.fail("stale",
                     fmt::format("revision {} {:.1f} h ago, expected a new one within {} h", what,
                                 age.count(), *site_.max_age_h),
                     now));
  }
}

WatchedList::Acceptance WatchedList::accept(const std::string& channel) {
  const bool cleared = channel == site_.restricted_channel.value_or(site_.channel);
  const std::string why = cleared && !refused_.covert.empty() ? refused_.covert : refused_.open;
  if (why.empty()) return {false, "there is no refused edition of this list"};
  if (!cleared && why == unusable_line(site_))
    return {false, "what is wrong with the edition has to be judged on another channel"};
  if (!acceptable_) return {false, "the edition cannot be read as a list: " + why};
  if (list_stamps(site_.file) != judged_) return {false, "the file has changed since it was refused"};
  accepted_ = true;
  judged_.reset();
  return {true, "comes in force: " + why};
}

void WatchedList::post(std::optional<AlertParcel> parcel) {
  if (parcel) options_.post(std::move(*parcel));
}

}  // namespace nightjar
