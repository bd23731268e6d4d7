#include "tools/simulate/rtsp_recording.hpp"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"
#include "tools/simulate/drawn_mark.hpp"

namespace nightjar {
namespace {

using Element = std::unique_ptr<GstElement, ClosedBy<gst_object_unref>>;
using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Message = std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>>;
using Sample = std::unique_ptr<GstSample, ClosedBy<gst_sample_unref>>;

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{20};  // for one access unit from a local file

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error(file.string() + ": " + why);
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {
    pipeline_.reset(gst_parse_launch(
        "filesrc name=file ! parsebin ! h264parse !"
        " video/x-h264,stream-format=avc,alignment=au ! appsink name=units sync=false max-buffers=16",
        nullptr));
    if (!pipeline_) throw std::runtime_error("GStreamer lacks parsebin, h264parse or appsink");
    const Element source(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "file"));
    g_object_set(source.get(), "location", file.c_str(), nullptr);
    sink_.reset(gst_bin_get_by_name(GST_BIN(pipeline_.get()), "units"));
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  }
  ~Reader() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// null: the end.
  Sample next() {
    const Steady::time_point asked_at = Steady::now();
    while (Steady::now() - asked_at < kPatience) {
      Sample sample(gst_app_sink_try_pull_sample(GST_APP_SINK(sink_.get()), 50 * GST_MSECOND));
      if (sample || gst_app_sink_is_eos(GST_APP_SINK(sink_.get())) != FALSE) return sample;
      throw_on_error();
    }
    refuse(file_, "reading it takes too long");
  }

 private:
  void throw_on_error() {
    const Bus bus(gst_element_get_bus(pipeline_.get()));
    const Message message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
    if (!message) return;
    GError* error = nullptr;
    gst_message_parse_error(message.get(), &error, nullptr);
    const std::string why = error->message;
    g_clear_error(&error);
    refuse(file_, why);
  }

  std::filesystem::path file_;
  Element pipeline_;
  Element sink_;
};

using Buffer = std::shared_ptr<GstBuffer>;

/// How many bytes of length stand in front of each unit, as the stream's description says.
std::size_t length_bytes_of(const GstCaps* caps) {
  const GValue* value = gst_structure_get_value(gst_caps_get_structure(caps, 0), "codec_data");
  if (value == nullptr) return 4;
  constexpr gsize kWhere = 4;
  guint8 byte = 0xff;
  gst_buffer_extract(gst_value_get_buffer(value), kWhere, &byte, 1);
  return 1U + (byte & 3U);
}

/// The picture with the mark among its units: behind the delimiter, where it begins with one, as nothing may
/// come before that.
Buffer marked_as_drawn(GstBuffer* picture, std::size_t length_bytes) {
  const std::string mark = drawn_mark();
  std::string bytes(gst_buffer_get_size(picture), '\0');
  gst_buffer_extract(picture, 0, bytes.data(), bytes.size());
  std::size_t first = 0;
  for (std::size_t i = 0; i < length_bytes && i < bytes.size(); ++i)
    first = first << 8U | static_cast<unsigned char>(bytes[i]);
  constexpr unsigned kDelimiter = 9;
  const bool delimited =
      length_bytes + first < bytes.size() && (static_cast<unsigned>(bytes[length_bytes]) & 31U) == kDelimiter;
  std::string length(length_bytes, '\0');
  length.back() = static_cast<char>(mark.size());  // below 256
  bytes.insert(delimited ? length_bytes + first : 0, length + mark);
  Buffer marked(gst_buffer_new_memdup(bytes.data(), bytes.size()), gst_buffer_unref);
  const auto all = static_cast<GstBufferCopyFlags>(GST_BUFFER_COPY_METADATA);
  gst_buffer_copy_into(marked.get(), picture, all, 0, static_cast<gsize>(-1));
  return marked;
}

/// Puts the units' times relative to the first picture and gives each its turn.
void settle_times(EncodedRecording& recording) {
  std::vector<std::chrono::nanoseconds> seen;
  for (const AccessUnit& unit : recording.units) seen.push_back(unit.seen_at);
  std::sort(seen.begin(), seen.end());
  if (seen.empty()) return;
  const std::chrono::nanoseconds first = seen.front();
  for (std::size_t turn = 0; turn < recording.units.size(); ++turn) {
    AccessUnit& unit = recording.units[turn];
    unit.index =
        static_cast<std::uint64_t>(std::lower_bound(seen.begin(), seen.end(), unit.seen_at) - seen.begin());
    unit.seen_at -= first;
    unit.sent_at = seen[turn] - first;
  }
  const auto steps = static_cast<std::int64_t>(seen.size()) - 1;
  const std::chrono::nanoseconds span = seen.back() - first;
  recording.duration = steps > 0 ? span + span / steps : std::chrono::seconds(1);
}

}  // namespace

EncodedRecording read_recording(const std::filesystem::path& file) {
  start_gstreamer();
  if (!std::filesystem::is_regular_file(file)) refuse(file, "there is no such file");
  Reader reader(file);
  const bool drawn = has_drawn_description(file);
  EncodedRecording recording;
  while (const Sample sample = reader.next()) {
    GstBuffer* buffer = gst_sample_get_buffer(sample.get());
    const bool keyframe = !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
    if ((recording.units.empty() && !keyframe) || !GST_BUFFER_PTS_IS_VALID(buffer)) continue;
    if (!recording.caps) {
      recording.caps.reset(gst_caps_ref(gst_sample_get_caps(sample.get())), gst_caps_unref);
    }
    AccessUnit unit;
    unit.bytes.reset(gst_buffer_ref(buffer), gst_buffer_unref);
    if (drawn && keyframe) unit.bytes = marked_as_drawn(buffer, length_bytes_of(recording.caps.get()));
    unit.keyframe = keyframe;
    unit.seen_at = std::chrono::nanoseconds(GST_BUFFER_PTS(buffer));
    recording.units.push_back(std::move(unit));
  }
  if (recording.units.empty()) refuse(file, "no H.264 picture in it");
  settle_times(recording);
  return recording;
}

}  // namespace nightjar
