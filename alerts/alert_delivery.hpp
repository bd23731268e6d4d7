#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alerts/alert_beat.hpp"
#include "alerts/alert_book.hpp"
#include "alerts/health_alerts.hpp"
#include "alerts/journal.hpp"
#include "alerts/publisher.hpp"
#include "alerts/retention.hpp"

namespace nightjar {

struct AlertDeliveryOptions {
  std::filesystem::path journal;  ///< the folder
  PublisherOptions publisher;
  std::string config;  ///< version of the site file, for alerts about the journal itself
  /// Pictures of events that wait for a refusing disk; beyond this they are shed, counted. Some 200 full
  /// ones.
  std::size_t most_picture_bytes = std::size_t{64} << 20U;
  AlertBookOptions book;
  RetentionOptions retention;
  std::chrono::seconds late_after{5};  ///< from capture to publication, before an event says `late_s`
  /// The wall clock.
  std::function<CaptureTime()> now = [] {
    return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  };
};

/// Where delivered alerts went. delivered = published + unheard = journalled + unwritten.
struct DeliveryCounts {
  std::uint64_t delivered = 0;
  std::uint64_t published = 0;
  std::uint64_t unheard = 0;             ///< of a channel that has no endpoint: only journalled
  std::uint64_t audit_shed = 0;          ///< records of what people did that no disk took
  std::uint64_t said_already = 0;        ///< taken in, but told nothing new: not delivered
  std::uint64_t journalled = 0;          ///< on disk
  std::uint64_t unwritten = 0;           ///< sent, marked, while the disk refuses
  std::uint64_t written_late = 0;        ///< of journalled: those that went out before
  std::uint64_t pictures_shed = 0;       ///< evidence that no disk took
  std::uint64_t pictures_too_large = 0;  ///< plate pictures above what may travel
  std::uint64_t deleted = 0;             ///< events, on time
  std::uint64_t beats = 0;
  std::map<std::string, std::uint64_t> delivered_on;  ///< of delivered, by channel
};

/// Writes alerts to the journal, then publishes them, in order. Where the disk refuses, evidence pictures are
/// left out first; texts have a reserve; then events go out marked `"journalled":false`, keep their numbers
/// and order, and are written once the disk is back; heartbeats and a system_health alert on each channel say
/// so. Belongs to one thread at a time.
class AlertDelivery {
 public:
  /// Opens the journal and binds the channels. Throws JournalError or PublisherError.
  explicit AlertDelivery(AlertDeliveryOptions options);

  /// One commit for the whole batch. Never throws for want of a disk.
  void deliver(std::vector<AlertParcel> batch);

  /// Judges every open hit against the lists in force now, and delivers what comes of it.
  void judge(std::shared_ptr<const HotlistMatcher> now);

  /// Does what a named person wants, also to an alert that only the journal still knows.
  [[nodiscard]] DeedOutcome act(const AlertDeed& deed);

  /// The newest state of an alert; nullopt where there is none.
  [[nodiscard]] std::optional<AlertEvent> state_of(const std::string& alert);

  /// Puts down what a person did. Where the disk refuses: false, and if the deed is done already
  /// (`keep_trying`), it is written when the disk is back.
  bool note(const AuditRecord& record, const std::optional<KeptText>& kept, bool keep_trying);

  /// The outcome that was put down for a request of the same person about the same; nullopt: it is new.
  [[nodiscard]] std::optional<AuditRecord> noted(const std::string& channel, const std::string& request);

  /// Tells what nobody did in time; call it every second or so.
  void look_at_the_clock();

  /// Offers the disk what it has refused; nothing to do where it took everything.
  void write_late();

  /// Deletes what has been kept long enough, a little at a time.
  void delete_on_time();

  /// The wall clock, where what lies beside the journal may be deleted by it just now.
  [[nodiscard]] std::optional<CaptureTime> time_to_delete_by();

  /// Deletes events of a mark, and forgets what is open of them; `fold` is to follow. nullopt where the disk
  /// refuses.
  std::optional<Removed> erase(std::span<const HeldEvent> events, const AuditRecord& record);

  /// Leaves no bytes of what was deleted in the write-ahead log; false where somebody reads just now.
  bool fold();

  /// One heartbeat a channel.
  void beat();

  /// Ends the sessions of revoked keys.
  void look_at_keys() { publisher_.look_at_keys(); }

  [[nodiscard]] DeliveryCounts counts() const;
  [[nodiscard]] JournalState journal_state() const { return state_; }
  [[nodiscard]] const Journal& journal() const { return journal_; }
  [[nodiscard]] const AlertBook& book() const { return book_; }
  [[nodiscard]] const Publisher& publisher() const { return publisher_; }
  /// Sent, and not yet on disk; oldest first. Mostly empty.
  [[nodiscard]] const std::deque<PromisedEvent>& unwritten() const { return unwritten_; }

 private:
  void deliver_stamped(std::vector<AlertParcel> batch);
  void stamp(AlertEvent& event) const;
  void note_late(AlertEvent& event) const;
  void recall_alerts();
  [[nodiscard]] std::optional<CaptureTime> clock_leapt_at() const;
  void write_late_audit();
  [[nodiscard]] bool journalled(std::vector<AlertParcel>& batch);
  [[nodiscard]] bool journalled_without_pictures(const std::vector<AlertParcel>& batch,
                                                 const JournalError& error);
  void publish_journalled(std::vector<AlertParcel>& batch);
  void deliver_marked(AlertParcel parcel);
  void publish(const ChainedEvent& chained, const std::string& picture);
  void look_at_reserve();
  void refused(const JournalError& error);
  void accepted();
  void tell_what_was_set_aside();
  void tell_of_the_clock();
  void deliver_own_alerts();

  AlertDeliveryOptions options_;
  Journal journal_;
  Publisher publisher_;
  AlertBook book_;
  Retention retention_;
  std::vector<HealthAlerts> health_;        ///< of the journal, one a channel
  std::vector<HealthAlerts> clock_health_;  ///< of the clock by which is deleted, one a channel
  std::vector<AlertParcel> own_alerts_;
  std::deque<PromisedEvent> unwritten_;
  std::deque<std::pair<AuditRecord, std::optional<KeptText>>> unwritten_audit_;
  std::size_t unwritten_picture_bytes_ = 0;
  JournalState state_ = JournalState::ok;
  DeliveryCounts counts_;
};

/// Takes a parcel's evidence away, and its references with it; how many pictures that were.
std::uint64_t shed_pictures(AlertParcel& parcel);

[[nodiscard]] std::size_t picture_bytes(const std::vector<EvidencePicture>& pictures);

}  // namespace nightjar
