#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/alert_deed.hpp"
#include "alerts/escalation.hpp"
#include "alerts/incidents.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

struct AlertBookOptions {
  IncidentOptions incidents;
  DeedTerms deeds;
  std::vector<EscalationStep> escalation = usual_escalation();
  std::size_t most_alerts = 10'000;  ///< kept with their newest state; beyond it the oldest go
};

/// What a person does to an alert.
struct AlertDeed {
  std::string channel, alert;
  AlertHappening what = AlertHappening::acknowledged;
  AlertAction action;  ///< of a verdict, with the revision that it is about
  std::string person;
  std::optional<std::string> key;
};

/// Events that a deed brought about, or why it was refused, in words.
struct DeedOutcome {
  std::vector<AlertParcel> parcels;
  std::string refusal;
};

/// Holds the newest state of every alert, and is the one place through which all events go in order, live and
/// in a replay: it gives revisions, counts sightings, decides what sounds, keeps what people said on all that
/// follows, judges open hits again when lists change, says what nobody did in time, and says nothing twice.
/// Time is that of capture; the room brings its own, `now`, and a replay has no other. Belongs to one thread.
class AlertBook {
 public:
  explicit AlertBook(AlertBookOptions options = {},
                     const std::map<std::string, std::uint32_t>& sightings = {});

  /// What goes out for an event from a feed: mostly itself, nothing where it says what is known already, and
  /// more where it was matched against lists that are not in force any more.
  [[nodiscard]] std::vector<AlertParcel> enter(AlertParcel parcel, std::optional<CaptureTime> now = {});

  /// Judges every open hit against the lists in force now; those that fall come first.
  [[nodiscard]] std::vector<AlertParcel> judge(std::shared_ptr<const HotlistMatcher> lists,
                                               std::optional<CaptureTime> now = {});

  /// Does what a named person wants, if the alert is as they saw it.
  [[nodiscard]] DeedOutcome act(const AlertDeed& deed, CaptureTime now);

  /// When something falls due if nothing else happens; nothing: never.
  [[nodiscard]] std::optional<CaptureTime> next_due() const;

  /// What has fallen due: a crew has not received what was handed on to them, an entry's confirmation has
  /// ended, nobody has taken an alert on. Each at most once, however late it is; most urgent first.
  [[nodiscard]] std::vector<AlertParcel> due(CaptureTime now);

  /// The event has its place in the chain: what the book holds of it is complete now.
  void sent(const AlertEvent& event);

  /// The newest state; null where the alert is not known. Valid until the next call.
  [[nodiscard]] const AlertEvent* find(const std::string& alert) const;

  /// Open alerts of a channel whose vehicle was read or is listed as the mark, newest last.
  [[nodiscard]] std::vector<const AlertEvent*> of_mark(const std::string& channel,
                                                       const std::string& mark) const;

  /// Goes on from an event that the journal holds; those of an alert in their order. `is_open`: it is the
  /// newest of an alert that is, whatever the event alone tells.
  void recall(const AlertEvent& event, bool is_open = false);

  /// Closes the failures that were recalled: what still fails is told anew, under another alert.
  [[nodiscard]] std::vector<AlertParcel> close_failures_of_before(CaptureTime now);

  /// An event of the alert was deleted on time; with the newest goes what the book holds of it.
  void let_go(const std::string& alert, const std::string& stream, std::uint64_t seq);

  /// What is held of the alert and its incident was erased.
  void forget(const std::string& alert);

 private:
  enum class State { open, withdrawn, rejected, closed };
  struct Page {
    AlertEvent newest;
    std::optional<PlateText> read;
    State state = State::open;
    std::uint32_t settled_at = 1;  ///< revision since which mark, match and entries stand
    bool raised_here = false;      ///< by judge(); its feed does not know
    bool of_before = false;        ///< health from before the worker's start: what still fails is told anew
    std::optional<CaptureTime> waits_since;  ///< for somebody to take it on, or since it was told of that
    std::optional<CaptureTime> due;
  };

  [[nodiscard]] bool is_known_already(const Page& page, const AlertEvent& event) const;
  void enter_new(AlertParcel& parcel, CaptureTime now);
  void enter_next(Page& page, AlertParcel& parcel, CaptureTime now);
  void judge_page(Page& page, CaptureTime now, std::vector<AlertParcel>& fallen,
                  std::vector<AlertParcel>& others);
  void take_confirmation(AlertEvent& sighting, CaptureTime now) const;
  void unconfirm_others(const AlertEvent& sighting, CaptureTime now, std::vector<AlertParcel>& parcels);
  [[nodiscard]] std::string state_refusal(const Page& page, const AlertDeed& deed) const;
  [[nodiscard]] bool waits(const Page& page) const;
  [[nodiscard]] AlertParcel tell_due(Page& page, CaptureTime now);
  void set_times(Page& page, CaptureTime now);
  void forget_times(Page& page);
  [[nodiscard]] std::optional<CaptureTime> due_time(const Page& page) const;
  AlertParcel write(Page& page, AlertHappening happening, CaptureTime now,
                    const std::optional<std::string>& cause = {});
  AlertParcel write_deed(Page& page, const AlertDeed& deed, const AlertAction& action, CaptureTime now);
  void close_with(const Page& page, const AlertDeed& deed, CaptureTime now,
                  std::vector<AlertParcel>& parcels);
  void forget_oldest();

  AlertBookOptions options_;
  Incidents incidents_;
  std::map<std::string, Page> pages_;                  ///< by alert
  std::deque<std::string> order_;                      ///< of pages, oldest first
  std::set<std::string> confirmed_;                    ///< open alerts of which something is
  std::set<std::pair<CaptureTime, std::string>> due_;  ///< alerts that have a time
  std::shared_ptr<const HotlistMatcher> lists_;
};

}  // namespace nightjar
