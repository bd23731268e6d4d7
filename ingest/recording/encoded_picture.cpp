#include "ingest/recording/encoded_picture.hpp"

#include <gst/gst.h>

namespace nightjar {

EncodedPicture encoded_picture(GstBuffer* buffer, GstCaps* caps) {
  EncodedPicture picture;
  picture.buffer.reset(gst_buffer_ref(buffer), gst_buffer_unref);
  picture.caps.reset(gst_caps_ref(caps), gst_caps_unref);
  const GstClockTime time = GST_BUFFER_DTS_OR_PTS(buffer);
  const GstClockTime shown = GST_BUFFER_PTS_IS_VALID(buffer) ? GST_BUFFER_PTS(buffer) : time;
  picture.pts =
      std::chrono::nanoseconds(GST_CLOCK_TIME_IS_VALID(shown) ? static_cast<std::int64_t>(shown) : 0);
  picture.bytes = gst_buffer_get_size(buffer);
  picture.key = !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  picture.after_hole = GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DISCONT);
  return picture;
}

bool same_format(const EncodedPicture& a, const EncodedPicture& b) {
  return a.caps == b.caps || gst_caps_is_equal(a.caps.get(), b.caps.get()) != FALSE;
}

}  // namespace nightjar
