#include "ingest/recording/recorder.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "ingest/recording/recording_queue.hpp"
#include "ingest/recording/recording_writer.hpp"

namespace nightjar {

struct Recorder::Work {
  const std::string feed;
  RecordingQueue queue;
  std::unique_ptr<RecordingWriter> writer;  // the thread's alone

  std::mutex lock;
  std::optional<std::string> complaint;

  std::thread thread;
  std::promise<void> finished;

  Work(const RecordingOptions& options, const std::string& name)
      : feed(name),
        queue(options.waiting_bytes),
        writer(std::make_unique<RecordingWriter>(
            options, name,
            std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()))) {}

  void run();
  void tell(std::string line);
  void tell_if_thinned(std::uint64_t& told);
};

void Recorder::Work::tell(std::string line) {
  const std::scoped_lock held(lock);
  complaint = std::move(line);
}

void Recorder::Work::tell_if_thinned(std::uint64_t& told) {
  const std::uint64_t left_out = queue.left_out();
  if (left_out == told) return;
  tell(fmt::format("recording thinned out: the disk is too slow, {} encoded pictures are left out so far",
                   left_out));
  told = left_out;
}

void Recorder::Work::run() {
  constexpr std::chrono::milliseconds kBatch{100};
  constexpr std::chrono::minutes kBetweenComplaints{1};
  std::uint64_t told_left_out = 0;
  auto tell_at = std::chrono::steady_clock::now();
  while (!queue.closed()) {
    for (const RecordingItem& item : queue.take(kBatch)) {
      const auto now = std::chrono::steady_clock::now();
      writer->take(item, now);
      writer->look_after(now);
    }
    const auto now = std::chrono::steady_clock::now();
    writer->look_after(now);
    if (auto line = writer->take_complaint()) tell(std::move(*line));
    if (now < tell_at || queue.left_out() == told_left_out) continue;
    tell_if_thinned(told_left_out);
    tell_at = now + kBetweenComplaints;
  }
  writer.reset();
}

Recorder::Recorder(const RecordingOptions& options, const std::string& feed)
    : work_(std::make_shared<Work>(options, feed)) {
  work_->thread = std::thread([work = work_] {
    work->run();
    work->finished.set_value();
  });
}

Recorder::~Recorder() {
  finish();
}

void Recorder::take_encoded(GstBuffer* buffer, GstCaps* caps) {
  work_->queue.push(encoded_picture(buffer, caps));
}

void Recorder::take_gap(std::chrono::nanoseconds at, std::chrono::nanoseconds length) {
  work_->queue.push(RecordedGap{.before_pts = {}, .at = at, .length = length});
}

void Recorder::take_frame(const RecordedFrame& frame) {
  work_->queue.push(frame);
}

void Recorder::take_telemetry(std::string_view line) {
  work_->queue.push(RawTelemetry{std::string(line)});
}

void Recorder::finish() {
  constexpr std::chrono::seconds kPatience{8};
  work_->queue.close();
  if (!work_->thread.joinable()) return;
  if (work_->finished.get_future().wait_for(kPatience) == std::future_status::ready) {
    work_->thread.join();
  } else {
    spdlog::error("feed {}: the disk of its recording does not answer and is left behind", work_->feed);
    work_->thread.detach();
  }
}

std::optional<std::string> Recorder::take_complaint() {
  const std::scoped_lock held(work_->lock);
  return std::exchange(work_->complaint, std::nullopt);
}

}  // namespace nightjar
