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
      covert_refusal_(alerts_about("refused", 20, site_.restricted_channel.value_or(site_.channel))) {
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
           {site_.file.string() + ":1: file: is still being written, expected it to be complete", ""}, now);
  return false;
}

bool WatchedList::take(CaptureTime now) {
  HotlistEditionLoad load =
      accepted_ ? load_with_any_bad_lines(site_) : load_as_accepted(site_, accepted_digest_);
  const Words faults = words_of(load);
  const bool accepted = std::exchange(accepted_, false);
  acceptable_ = load.index != nullptr || load.only_bad_lines;
  if (!load.index) {
    refuse("refused", faults, now);
    return false;
  }
  if (accepted) accepted_digest_ = load.index->edition().digest;
  ListMemory before = memory_of(*list_.index);
  before.accepted = accepted_digest_;
  const std::string against = objection(before, *load.index);
  if (!against.empty()) {
    refuse("refused", {fmt::format("{}:1: file: {}", site_.file.string(), against), ""}, now);
    return false;
  }
  const bool same = is_same_edition(load.index->edition(), list_.index->edition());
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
  Words words{joined(lines.open), joined(lines.covert)};
  if (!load.index && words.open.empty())
    words.open = site_.file.string() +
                 ":1: file: cannot be used as it is; `nightjar hotlist check` names what is wrong";
  return words;
}

void WatchedList::note(bool same) {
  if (!same && logs()) spdlog::info("list {}: revision {} in force", site_.name, revision());
  ListMemory memory = memory_of(*list_.index);
  if (memory.digest == accepted_digest_) memory.accepted = accepted_digest_;
  if (!options_.journal.empty() && !remember(options_.journal, site_.name, memory))
    spdlog::warn("list {}: what is in force could not be noted in {}", site_.name, options_.journal.string());
}

void WatchedList::refuse(const std::string& cause, const Words& words, CaptureTime now) {
  if (words.open == refused_.open && words.covert == refused_.covert) return;
  spdlog::error("list {}: a new edition is {}{}", site_.name, cause,
                logs() ? fmt::format(", revision {} stays in force: {}", revision(), words.open) : "");
  refused_ = words;
  post(refusal_.recover(now));  // another reason is another alarm
  post(covert_refusal_.recover(now));
  const auto told = [&](const std::string& revision, const std::string& why) {
    return fmt::format("revision {} stays in force; {}", revision, why);
  };
  post(refusal_.fail(cause, told(revision(), words.open), now));
  if (!words.covert.empty())
    post(covert_refusal_.fail(cause, told(list_.index->edition().revision, words.covert), now));
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

void WatchedList::tell_of_age(CaptureTime now) {
  const auto written = list_.index->edition().written_at;
  if (!site_.max_age_h || !written) return;
  const std::chrono::duration<double, std::ratio<3600>> age = now - *written;
  if (age.count() <= *site_.max_age_h) {
    post(age_.recover(now));
  } else if (!age_.failing()) {
    if (logs()) spdlog::error("list {}: is stale, {:.1f} h old", site_.name, age.count());
    post(age_.fail("stale",
                   fmt::format("revision {} was written {:.1f} h ago, expected a new one within {} h",
                               revision(), age.count(), *site_.max_age_h),
                   now));
  }
}

WatchedList::Acceptance WatchedList::accept() {
  if (refused_.open.empty()) return {false, "there is no refused edition of this list"};
  if (!acceptable_) return {false, "the edition cannot be read as a list: " + refused_.open};
  if (list_stamps(site_.file) != judged_) return {false, "the file has changed since it was refused"};
  accepted_ = true;
  judged_.reset();
  return {true, "comes in force: " + refused_.open};
}

void WatchedList::post(std::optional<AlertParcel> parcel) {
  if (parcel) options_.post(std::move(*parcel));
}

}  // namespace nightjar
