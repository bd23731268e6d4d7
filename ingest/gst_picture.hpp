#pragma once

#include <optional>

#include "ingest/frame.hpp"

using GstSample = struct _GstSample;

namespace nightjar {

/// The picture formats whose first plane is luma as the stages take it, as GStreamer caps.
extern const char* const kPictureCaps;

/// Views into a decoded sample: luma and colour planes, no copy. The frame keeps the sample mapped for
/// reading; the decoder gets its buffer back with the frame's last copy. Takes over the caller's reference.
/// nothing: the sample holds no picture that can be mapped.
[[nodiscard]] std::optional<Frame> picture_of(GstSample* sample);

}  // namespace nightjar
