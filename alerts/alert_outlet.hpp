#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "alerts/alert_delivery.hpp"

namespace nightjar {

struct AlertOutletOptions {
  AlertDeliveryOptions delivery;
  /// Pictures that wait for the alerts thread; beyond this they are shed, counted. Texts never are.
  std::size_t most_picture_bytes = std::size_t{64} << 20U;
  std::size_t largest_batch = 256;  ///< events in one commit; above it the wait for the disk no longer shows
  std::chrono::milliseconds beat_every{1000};
};

/// Where every alert went. posted + own = delivered + said already + waiting, where own are alerts about the
/// journal itself, what lists undo, and what people do.
struct AlertCounts {
  std::uint64_t posted = 0;
  std::uint64_t waiting = 0;
  std::uint64_t own = 0;
  std::uint64_t pictures_shed = 0;  ///< by the queue; the delivery counts its own
  DeliveryCounts delivery;
  JournalState journal = JournalState::ok;
};

/// The one way out for alerts: takes parcels from all feeds and hands them, in the order of posting, to an
/// AlertDelivery on the alerts thread, which it owns, with a heartbeat a second.
/// Whatever collects while the disk syncs shares the next commit; nothing waits on purpose.
class AlertOutlet {
 public:
  /// Opens the journal and binds the channels. Throws JournalError or PublisherError.
  explicit AlertOutlet(AlertOutletOptions options);
  /// Drains; what the disk never took is told in the log.
  ~AlertOutlet();
  AlertOutlet(const AlertOutlet&) = delete;
  AlertOutlet& operator=(const AlertOutlet&) = delete;

  /// Any thread. Never waits for a disk or a consumer and never loses an event. A withdrawal overtakes what
  /// waits, but nothing of its own alert.
  void post(AlertParcel parcel);

  /// Any thread; returns at once. Judges every open hit against the lists in force now, before anything that
  /// waits goes out.
  void judge(std::shared_ptr<const HotlistMatcher> now);

  /// Any thread but the alerts thread. Runs work on the alerts thread, after what is being delivered, and
  /// returns when it is done. Feeds never wait for it.
  void run_errand(const std::function<void(AlertDelivery&)>& work);

  /// Any thread. Returns when everything posted so far is published.
  void drain();

  /// Any thread.
  [[nodiscard]] AlertCounts counts() const;

  /// Any thread. The endpoint as bound: a port `*` has become a number. Throws std::out_of_range.
  [[nodiscard]] const std::string& endpoint_of(const std::string& channel) const {
    return endpoints_.at(channel);
  }

 private:
  using Steady = std::chrono::steady_clock;

  void run(const std::stop_token& stop);
  std::vector<AlertParcel> take(Steady::time_point until, const std::stop_token& stop);
  void note_delivered(std::size_t taken);
  void put_in_line(AlertParcel parcel);
  void run_errands();
  [[nodiscard]] std::shared_ptr<const HotlistMatcher> lists_to_judge_by();

  AlertOutletOptions options_;
  AlertDelivery delivery_;  ///< of the alerts thread alone, once it runs
  std::map<std::string, std::string> endpoints_;

  mutable std::mutex lock_;  // over what follows
  std::condition_variable_any posted_;
  std::condition_variable delivered_;
  std::deque<AlertParcel> queue_;
  std::shared_ptr<const HotlistMatcher> lists_to_judge_by_;
  std::deque<std::packaged_task<void(AlertDelivery&)>> errands_;
  std::uint64_t overtaking_ = 0;  ///< withdrawals that went ahead
  std::size_t queue_picture_bytes_ = 0;
  std::uint64_t posted_count_ = 0;
  std::uint64_t delivered_count_ = 0;  ///< of those posted
  std::uint64_t pictures_shed_ = 0;
  DeliveryCounts delivery_counts_;
  JournalState journal_state_ = JournalState::ok;

  std::jthread thread_;
};

}  // namespace nightjar
