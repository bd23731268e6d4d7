#include "ingest/gst_times.hpp"

#include <gst/gst.h>

#include <memory>

#include "ingest/closed_by.hpp"

namespace nightjar {
namespace {

using Caps = std::unique_ptr<GstCaps, ClosedBy<gst_caps_unref>>;
using Clock = std::unique_ptr<GstClock, ClosedBy<gst_object_unref>>;
using DateTime = std::unique_ptr<GstDateTime, ClosedBy<gst_date_time_unref>>;
using GlibDateTime = std::unique_ptr<GDateTime, ClosedBy<g_date_time_unref>>;
using Tags = std::unique_ptr<GstTagList, ClosedBy<gst_tag_list_unref>>;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

CaptureTime now_utc() {
  return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
}

// NTP counts from 1900.
constexpr std::chrono::seconds kFrom1900To1970{2208988800};

}  // namespace

CaptureTime arrival_of(GstSample* sample, GstElement* pipeline) {
  const CaptureTime now = now_utc();
  const GstBuffer* buffer = gst_sample_get_buffer(sample);
  const GstSegment* segment = gst_sample_get_segment(sample);
  const Clock clock(gst_element_get_clock(pipeline));
  if (!clock || segment->format != GST_FORMAT_TIME) return now;
  const guint64 came = gst_segment_to_running_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  if (!GST_CLOCK_TIME_IS_VALID(came)) return now;
  const GstClockTime clock_now = gst_clock_get_time(clock.get());
  const nanoseconds running(static_cast<std::int64_t>(clock_now - gst_element_get_base_time(pipeline)));
  const nanoseconds held_up = running - nanoseconds(static_cast<std::int64_t>(came));
  constexpr std::chrono::seconds kLongest{30};
  if (held_up < nanoseconds(0) || held_up > kLongest) return now;
  return now - duration_cast<microseconds>(held_up);
}

std::optional<CaptureTime> camera_time_of(GstSample* sample) {
  static const Caps ntp(gst_caps_new_empty_simple("timestamp/x-ntp"));
  const GstReferenceTimestampMeta* meta =
      gst_buffer_get_reference_timestamp_meta(gst_sample_get_buffer(sample), ntp.get());
  if (meta == nullptr || !GST_CLOCK_TIME_IS_VALID(meta->timestamp)) return std::nullopt;
  const nanoseconds since_1900(static_cast<std::int64_t>(meta->timestamp));
  return CaptureTime(duration_cast<microseconds>(since_1900 - kFrom1900To1970));
}

microseconds time_in_recording(GstSample* sample) {
  const GstBuffer* buffer = gst_sample_get_buffer(sample);
  const guint64 time =
      gst_segment_to_stream_time(gst_sample_get_segment(sample), GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  if (!GST_CLOCK_TIME_IS_VALID(time)) return microseconds(0);
  return duration_cast<microseconds>(nanoseconds(static_cast<std::int64_t>(time)));
}

std::optional<CaptureTime> container_date_of(GstMessage* tag_message) {
  GstTagList* list = nullptr;
  gst_message_parse_tag(tag_message, &list);
  const Tags tags(list);
  GstDateTime* found = nullptr;
  if (gst_tag_list_get_date_time(tags.get(), GST_TAG_DATE_TIME, &found) == FALSE) return std::nullopt;
  const DateTime date(found);
  if (gst_date_time_has_second(date.get()) == FALSE) return std::nullopt;
  const GlibDateTime exact(gst_date_time_to_g_date_time(date.get()));
  if (!exact) return std::nullopt;
  constexpr gint64 kFirst_s = 631152000;  // 1990: no camera recorded before
  const gint64 since_1970_s = g_date_time_to_unix(exact.get());
  if (since_1970_s < kFirst_s) return std::nullopt;
  return CaptureTime(std::chrono::seconds(since_1970_s)) +
         microseconds(g_date_time_get_microsecond(exact.get()));
}

}  // namespace nightjar
