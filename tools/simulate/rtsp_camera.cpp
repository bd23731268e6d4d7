#include "tools/simulate/rtsp_camera.hpp"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <condition_variable>

#include "ingest/closed_by.hpp"

namespace nightjar {
namespace {

using Clock = std::unique_ptr<GstClock, ClosedBy<gst_object_unref>>;
using Steady = std::chrono::steady_clock;

CaptureTime now_utc() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

bool wait_until(Steady::time_point due, const std::stop_token& stop) {
  std::mutex lock;
  std::condition_variable_any stopped;
  std::unique_lock held(lock);
  stopped.wait_until(held, stop, due, [] { return false; });
  return !stop.stop_requested();
}

bool plays(GstElement* element) {
  GstState state = GST_STATE_NULL;
  gst_element_get_state(element, &state, nullptr, 0);
  return state == GST_STATE_PLAYING;
}

}  // namespace

RtspCamera::RtspCamera(std::string mount, EncodedRecording recording,
                       std::function<void(const SentFrame&)> on_frame)
    : mount_(std::move(mount)),
      recording_(std::move(recording)),
      on_frame_(std::move(on_frame)),
      started_at_(now_utc()),
      started_steady_at_(Steady::now()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void RtspCamera::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  const std::scoped_lock held(lock_);
  source_.reset();
}

void RtspCamera::attach(GstElement* appsrc) {
  gst_app_src_set_caps(GST_APP_SRC(appsrc), recording_.caps.get());
  const std::scoped_lock held(lock_);
  source_.reset(GST_ELEMENT(gst_object_ref(appsrc)), gst_object_unref);
  base_time_ns_ = -1;
}

bool RtspCamera::loses_next_packet() {
  const int one_in = lost_one_in_;
  if (one_in == 0 || ++packets_since_loss_ < one_in) return false;
  packets_since_loss_ = 0;
  return true;
}

void RtspCamera::run(const std::stop_token& stop) {
  using std::chrono::duration_cast;
  for (std::uint64_t round = 0;; ++round) {
    const std::chrono::nanoseconds before = static_cast<std::int64_t>(round) * recording_.duration;
    for (const AccessUnit& unit : recording_.units) {
      if (!wait_until(started_steady_at_ + before + unit.sent_at, stop)) return;
      const CaptureTime captured_at =
          started_at_ + duration_cast<CaptureTime::duration>(before + unit.seen_at);
      if (on_frame_) on_frame_({mount_, unit.index, round, captured_at});
      if (!hangs_) send(unit, captured_at);
    }
  }
}

void RtspCamera::send(const AccessUnit& unit, CaptureTime captured_at) {
  const std::scoped_lock held(lock_);
  if (!source_ || !plays(source_.get())) return;
  const Clock clock(gst_element_get_clock(source_.get()));
  if (!clock) return;
  const auto base_time_ns = static_cast<std::int64_t>(gst_element_get_base_time(source_.get()));
  if (base_time_ns != base_time_ns_) {
    const auto since_start = Steady::now() - started_steady_at_;
    const std::chrono::nanoseconds running(static_cast<std::int64_t>(gst_clock_get_time(clock.get())) -
                                           base_time_ns);
    zero_at_ = started_at_ + std::chrono::duration_cast<CaptureTime::duration>(since_start - running);
    base_time_ns_ = base_time_ns;
    awaits_keyframe_ = true;
  }
  if (captured_at < zero_at_ || (awaits_keyframe_ && !unit.keyframe)) return;
  awaits_keyframe_ = false;
  GstBuffer* stamped = gst_buffer_copy(unit.bytes.get());
  const std::chrono::nanoseconds running = captured_at - zero_at_;
  GST_BUFFER_PTS(stamped) = static_cast<GstClockTime>(running.count());
  GST_BUFFER_DTS(stamped) = GST_CLOCK_TIME_NONE;
  gst_buffer_unset_flags(stamped, GST_BUFFER_FLAG_DISCONT);
  gst_app_src_push_buffer(GST_APP_SRC(source_.get()), stamped);
}

}  // namespace nightjar
