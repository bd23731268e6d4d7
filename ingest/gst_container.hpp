#pragma once

#include <memory>

#include "ingest/gst_pipeline.hpp"
#include "ingest/stream_taps.hpp"

using GstElement = struct _GstElement;

namespace nightjar {

/// Once `typefind` knows the container by its content, puts the demuxer behind it and links the first video
/// stream to `decode`. A container without video ends in an error message. (decodebin could do this as well,
/// but in GStreamer 1.22 it loses the errors of a demuxer that fails at once, as on a file cut short, and
/// waits for ever.)
/// taps.demuxed, if any, is shown the encoded pictures.
void read_container(GstElement* typefind, GstElement* decode, const std::shared_ptr<StreamFindings>& findings,
                    const StreamTaps& taps = {});

}  // namespace nightjar
