#include "alerts/alert_delivery.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/open_alerts.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLateBatch = 256;
constexpr const char* kClock = "clock";
constexpr std::size_t kRecalledEvents = 64;  // of one alert
constexpr std::size_t kRecalledRejections = 500;
constexpr std::size_t kRecalledOpen = 2000;
constexpr std::size_t kRecalledOthers = 500;
constexpr std::size_t kRecalledHits = 3000;  // events; a third of a second at the worker's start

std::vector<HealthAlerts> health_of(const std::string& what, const AlertDeliveryOptions& options) {
  std::vector<HealthAlerts> health;
  for (const LiveChannel& channel : options.publisher.channels)
    health.emplace_back(about_system(channel.name, what, options.config));
  return health;
}

}  // namespace

std::size_t picture_bytes(const std::vector<EvidencePicture>& pictures) {
  std::size_t bytes = 0;
  for (const EvidencePicture& picture : pictures) bytes += picture.jpeg.size();
  return bytes;
}

std::uint64_t shed_pictures(AlertParcel& parcel) {
  auto& references = parcel.event.evidence;
  for (const EvidencePicture& picture : parcel.pictures) {
    std::erase_if(references,
                  [&](const EvidenceReference& reference) { return reference.sha256 == picture.sha256; });
  }
  return std::exchange(parcel.pictures, {}).size();
}

AlertDelivery::AlertDelivery(AlertDeliveryOptions options)
    : options_(std::move(options)),
      journal_(options_.journal, OnDamage::set_aside),
      publisher_(options_.publisher),
      book_(options_.book, journal_.history().sightings()),
      retention_(options_.retention),
      health_(health_of("journal", options_)),
      clock_health_(health_of(kClock, options_)) {
  recall_alerts();
  retention_.begin(journal_, options_.now(), clock_leapt_at());
  deliver_stamped(book_.close_failures_of_before(options_.now()));
  look_at_reserve();
  tell_what_was_set_aside();
}

/// What is open first: of an alert that is not, the newest events may not tell that it was dealt with.
void AlertDelivery::recall_alerts() {
  EventHistory& history = journal_.history();
  const auto recall = [this](const std::vector<std::string>& texts, bool are_open) {
    for (const std::string& text : texts) {
      const AlertReading reading = from_json(text);
      if (!reading.event) continue;
      const bool tells = are_open || open_behind(*reading.event) != OpenBehind::as_before;
      if (tells || book_.find(reading.event->alert) != nullptr) book_.recall(*reading.event, are_open);
    }
  };
  recall(history.newest_rejections(kRecalledRejections), false);
  recall(history.open_failures(), true);
  recall(history.open_alerts(kRecalledOpen), true);
  recall(history.newest_others(kRecalledOthers), false);
  recall(history.newest_hits(kRecalledHits), false);
}

/// When the clock leapt that deletes, where nobody has set it right since.
std::optional<CaptureTime> AlertDelivery::clock_leapt_at() const {
  for (const std::string& text : journal_.history().open_failures())
    if (const AlertReading reading = from_json(text); reading.event && reading.event->health)
      if (reading.event->kind == AlertKind::system_health && reading.event->health->what == kClock)
        return reading.event->captured_at;
  return std::nullopt;
}

void AlertDelivery::deliver(std::vector<AlertParcel> batch) {
  std::vector<AlertParcel> told;
  told.reserve(batch.size());
  for (AlertParcel& parcel : batch) {
    std::vector<AlertParcel> parcels = book_.enter(std::move(parcel), options_.now());
    if (parcels.empty()) {
      ++counts_.said_already;
      continue;
    }
    note_late(parcels.front().event);
    std::move(parcels.begin(), parcels.end(), std::back_inserter(told));
  }
  deliver_stamped(std::move(told));
  deliver_own_alerts();
}

void AlertDelivery::judge(std::shared_ptr<const HotlistMatcher> now) {
  deliver_stamped(book_.judge(std::move(now), options_.now()));
  deliver_own_alerts();
}

void AlertDelivery::look_at_the_clock() {
  deliver_stamped(book_.due(options_.now()));
  deliver_own_alerts();
}

std::optional<AlertEvent> AlertDelivery::state_of(const std::string& alert) {
  if (const AlertEvent* const known = book_.find(alert)) return *known;
  try {
    for (const std::string& text : journal_.history().events_of(alert, kRecalledEvents))
      if (const AlertReading reading = from_json(text); reading.event) book_.recall(*reading.event);
  } catch (const JournalError& error) {
    refused(error);
  }
  const AlertEvent* const recalled = book_.find(alert);
  return recalled == nullptr ? std::nullopt : std::optional(*recalled);
}

DeedOutcome AlertDelivery::act(const AlertDeed& deed) {
  (void)state_of(deed.alert);
  DeedOutcome outcome = book_.act(deed, options_.now());
  if (outcome.refusal.empty()) deliver_stamped(outcome.parcels);
  deliver_own_alerts();
  return outcome;
}

void AlertDelivery::deliver_own_alerts() {
  while (!own_alerts_.empty()) deliver_stamped(std::exchange(own_alerts_, {}));
}

void AlertDelivery::deliver_stamped(std::vector<AlertParcel> batch) {
  if (batch.empty()) return;
  for (AlertParcel& parcel : batch) stamp(parcel.event);
  if (unwritten_.empty() && journalled(batch)) return;
  for (AlertParcel& parcel : batch) deliver_marked(std::move(parcel));
}

void AlertDelivery::stamp(AlertEvent& event) const {
  event.published_at = options_.now();
}

/// Of what a feed has seen. What people do, and what lists undo, is not late: it is about something old.
void AlertDelivery::note_late(AlertEvent& event) const {
  if (!event.captured_at || event.clock.source == ClockSource::recording) return;
  const auto late = options_.now() - *event.captured_at;
  if (late > options_.late_after) event.late_s = std::chrono::duration<double>(late).count();
}

bool AlertDelivery::journalled(std::vector<AlertParcel>& batch) {
  if (!journal_.has_reserve())
    for (AlertParcel& parcel : batch) counts_.pictures_shed += shed_pictures(parcel);
  try {
    publish_journalled(batch);
    look_at_reserve();
    return true;
  } catch (const JournalError& error) {
    if (journalled_without_pictures(batch, error)) return true;
    refused(error);
    return false;
  }
}

bool AlertDelivery::journalled_without_pictures(const std::vector<AlertParcel>& batch,
                                                const JournalError& error) {
  std::vector<AlertParcel> light = batch;
  std::uint64_t pictures = 0;
  for (AlertParcel& parcel : light) pictures += shed_pictures(parcel);
  if (pictures == 0) return false;
  try {
    publish_journalled(light);
    look_at_reserve();
  } catch (const JournalError&) {
    return false;
  }
  counts_.pictures_shed += pictures;
  spdlog::error("{}; written without {} pictures", error.what(), pictures);
  return true;
}

void AlertDelivery::publish_journalled(std::vector<AlertParcel>& batch) {
  const std::vector<ChainedEvent> events = journal_.append(batch);
  counts_.journalled += events.size();
  for (std::size_t i = 0; i < events.size(); ++i) publish(events[i], batch[i].wire_picture);
}

void AlertDelivery::deliver_marked(AlertParcel parcel) {
  if (unwritten_picture_bytes_ + picture_bytes(parcel.pictures) > options_.most_picture_bytes) {
    counts_.pictures_shed += shed_pictures(parcel);
  }
  unwritten_picture_bytes_ += picture_bytes(parcel.pictures);
  unwritten_.push_back({journal_.promise(std::move(parcel.event)), std::move(parcel.pictures)});
  publish(unwritten_.back().chained, parcel.wire_picture);
}

void AlertDelivery::publish(const ChainedEvent& chained, const std::string& picture) {
  ++counts_.delivered;
  ++counts_.delivered_on[chained.event.channel];
  book_.sent(chained.event);
  if (publisher_.publish(chained, picture)) {
    ++counts_.published;
  } else {
    ++counts_.unheard;
  }
}

void AlertDelivery::write_late() {
  while (!unwritten_.empty()) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(unwritten_.size(), kLateBatch));
    std::vector<PromisedEvent> batch(std::make_move_iterator(unwritten_.begin()),
                                     std::make_move_iterator(unwritten_.begin() + count));
    bool written = false;
    try {
      journal_.write(batch);
      written = true;
    } catch (const JournalError& error) {
      refused(error);
    }
    if (!written) {
      std::move(batch.begin(), batch.end(), unwritten_.begin());
      break;
    }
    unwritten_.erase(unwritten_.begin(), unwritten_.begin() + count);
    for (const PromisedEvent& event : batch) unwritten_picture_bytes_ -= picture_bytes(event.pictures);
    counts_.journalled += batch.size();
    counts_.written_late += batch.size();
  }
  write_late_audit();
  if (unwritten_.empty() && unwritten_audit_.empty() && journal_.take_reserve()) accepted();
  look_at_reserve();
  deliver_own_alerts();
}

/// Texts are written, but there is an end to it: that is told before it comes.
void AlertDelivery::look_at_reserve() {
  if (journal_.has_reserve() || state_ != JournalState::ok) return;
  refused(JournalError(
      JournalError::Cause::refused, options_.journal,
      "the disk is full; texts go into what is left of the room for them, pictures are left out"));
}

void AlertDelivery::refused(const JournalError& error) {
  const bool damaged = error.cause() == JournalError::Cause::damaged;
  const JournalState now = damaged ? JournalState::damaged : JournalState::full;
  if (now == state_) return;
  state_ = now;
  spdlog::critical("{}", error.what());
  for (HealthAlerts& health : health_) {
    if (auto parcel = health.fail(std::string(name_of(now)), error.what(), options_.now())) {
      own_alerts_.push_back(std::move(*parcel));
    }
  }
}

void AlertDelivery::accepted() {
  if (state_ == JournalState::ok) return;
  state_ = JournalState::ok;
  spdlog::info("{}: the journal takes everything again; all that had gone out is written",
               options_.journal.string());
  for (HealthAlerts& health : health_) {
    if (auto parcel = health.recover(options_.now())) own_alerts_.push_back(std::move(*parcel));
  }
}

void AlertDelivery::beat() {
  for (const LiveChannel& channel : publisher_.channels()) {
    const ChainEnd end = journal_.end_of(channel.name);
    AlertBeat beat;
    beat.stream = journal_.stream();
    beat.channel = channel.name;
    beat.seq = end.seq;
    beat.head = hex(end.head);
    if (const ChainEnd audit = journal_.audit_end_of(channel.name); audit.seq > 0) {
      beat.audit_seq = audit.seq;
      beat.audit_head = hex(audit.head);
    }
    beat.journal = state_;
    beat.unwritten = static_cast<std::uint64_t>(std::count_if(
        unwritten_.begin(), unwritten_.end(),
        [&](const PromisedEvent& event) { return event.chained.event.channel == channel.name; }));
    beat.sent_at = options_.now();
    publisher_.beat(beat);
  }
  ++counts_.beats;
}

DeliveryCounts AlertDelivery::counts() const {
  DeliveryCounts counts = counts_;
  counts.unwritten = unwritten_.size();
  counts.pictures_too_large = publisher_.pictures_too_large();
  return counts;
}

}  // namespace nightjar
