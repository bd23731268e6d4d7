#include "alerts/alert_outlet.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <utility>

namespace nightjar {
namespace {

constexpr std::chrono::milliseconds kLookAtKeys{100};

/// Signals are the main thread's business; here they would only interrupt the socket.
void leave_signals_to_others() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

}  // namespace

AlertOutlet::AlertOutlet(AlertOutletOptions options)
    : options_(std::move(options)), delivery_(options_.delivery) {
  for (const LiveChannel& channel : delivery_.publisher().channels()) {
    endpoints_[channel.name] = delivery_.publisher().endpoint_of(channel.name);
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

AlertOutlet::~AlertOutlet() {
  thread_.request_stop();
  thread_.join();
  const DeliveryCounts counts = delivery_.counts();
  if (counts.unwritten > 0) {
    spdlog::critical("{}: {} alerts were published but never written; the next run begins a new stream",
                     options_.delivery.journal.string(), counts.unwritten);
  }
}

void AlertOutlet::post(AlertParcel parcel) {
  const std::size_t bytes = picture_bytes(parcel.pictures);
  {
    const std::lock_guard guard(lock_);
    if (queue_picture_bytes_ + bytes > options_.most_picture_bytes) {
      pictures_shed_ += shed_pictures(parcel);
    } else {
      queue_picture_bytes_ += bytes;
    }
    put_in_line(std::move(parcel));
    ++posted_count_;
  }
  posted_.notify_one();
}

void AlertOutlet::put_in_line(AlertParcel parcel) {
  if (parcel.event.event != AlertHappening::withdrawn || queue_.empty()) {
    queue_.push_back(std::move(parcel));
    return;
  }
  const auto own = std::find_if(queue_.rbegin(), queue_.rend(), [&](const AlertParcel& waiting) {
    return waiting.event.alert == parcel.event.alert ||
           waiting.event.event == AlertHappening::withdrawn;  // those keep their order
  });
  ++overtaking_;
  queue_.insert(own.base(), std::move(parcel));
}

void AlertOutlet::judge(std::shared_ptr<const HotlistMatcher> now) {
  {
    const std::lock_guard guard(lock_);
    lists_to_judge_by_ = std::move(now);
  }
  posted_.notify_one();
}

void AlertOutlet::run_errand(const std::function<void(AlertDelivery&)>& work) {
  std::future<void> done;
  {
    const std::lock_guard guard(lock_);
    errands_.emplace_back(work);
    done = errands_.back().get_future();
  }
  posted_.notify_one();
  done.get();
}

std::shared_ptr<const HotlistMatcher> AlertOutlet::lists_to_judge_by() {
  const std::lock_guard guard(lock_);
  return std::exchange(lists_to_judge_by_, nullptr);
}

void AlertOutlet::run_errands() {
  std::deque<std::packaged_task<void(AlertDelivery&)>> errands;
  {
    const std::lock_guard guard(lock_);
    errands.swap(errands_);
  }
  for (auto& errand : errands) errand(delivery_);
}

void AlertOutlet::drain() {
  std::unique_lock guard(lock_);
  const std::uint64_t target = posted_count_;
  const std::uint64_t before = overtaking_;  // what overtakes from now on is not what is waited for
  delivered_.wait(guard, [&] { return delivered_count_ >= target + (overtaking_ - before); });
}

std::vector<AlertParcel> AlertOutlet::take(Steady::time_point until, const std::stop_token& stop) {
  std::unique_lock guard(lock_);
  posted_.wait_until(guard, stop, until,
                     [&] { return !queue_.empty() || !errands_.empty() || lists_to_judge_by_; });
  std::vector<AlertParcel> batch;
  while (!queue_.empty() && batch.size() < options_.largest_batch) {
    queue_picture_bytes_ -= picture_bytes(queue_.front().pictures);
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void AlertOutlet::note_delivered(std::size_t taken) {
  {
    const std::lock_guard guard(lock_);
    delivered_count_ += taken;
    delivery_counts_ = delivery_.counts();
    journal_state_ = delivery_.journal_state();
  }
  delivered_.notify_all();
}

void AlertOutlet::run(const std::stop_token& stop) {
  leave_signals_to_others();
  Steady::time_point next_beat = Steady::now();
  const bool keys_are_watched = delivery_.publisher().guarded();
  while (true) {
    std::vector<AlertParcel> batch =
        take(keys_are_watched ? std::min(next_beat, Steady::now() + kLookAtKeys) : next_beat, stop);
    if (keys_are_watched) delivery_.look_at_keys();
    if (auto lists = lists_to_judge_by()) delivery_.judge(std::move(lists));
    const std::size_t taken = batch.size();
    if (taken > 0) delivery_.deliver(std::move(batch));
    run_errands();
    const bool stopping = stop.stop_requested() && taken == 0;
    if (Steady::now() >= next_beat || stopping) {
      delivery_.write_late();
      delivery_.look_at_the_clock();
      delivery_.beat();
      delivery_.delete_on_time();
      next_beat = Steady::now() + options_.beat_every;
    }
    note_delivered(taken);
    if (stopping) break;
  }
}

AlertCounts AlertOutlet::counts() const {
  const std::lock_guard guard(lock_);
  AlertCounts counts;
  counts.posted = posted_count_;
  counts.waiting = posted_count_ - delivered_count_;
  counts.own = delivery_counts_.delivered + delivery_counts_.said_already - delivered_count_;
  counts.pictures_shed = pictures_shed_;
  counts.delivery = delivery_counts_;
  counts.journal = journal_state_;
  return counts;
}

}  // namespace nightjar
