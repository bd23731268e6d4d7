#pragma once

using GstElement = struct _GstElement;

namespace nightjar {

/// Has a decoder of a stream begin at its first key frame: what comes before it refers to pictures that were
/// never received, and would be handed on as grey smears. A stream that shows none within five seconds (some
/// refresh their pictures bit by bit) is let through as it is.
void begin_at_key_frame(GstElement* decoder);

}  // namespace nightjar
