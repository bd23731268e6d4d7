#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

using GstBuffer = struct _GstBuffer;
using GstCaps = struct _GstCaps;

namespace nightjar {

/// A compressed picture as the decoder got it; copies share it.
struct EncodedPicture {
  std::shared_ptr<GstBuffer> buffer;
  std::shared_ptr<GstCaps> caps;
  std::chrono::nanoseconds pts{};
  std::size_t bytes = 0;
  bool key = false;         ///< decoding can begin here
  bool after_hole = false;  ///< something before it is known to be missing
};

/// Takes references of its own. A picture without a presentation time goes by its decoding time.
[[nodiscard]] EncodedPicture encoded_picture(GstBuffer* buffer, GstCaps* caps);

[[nodiscard]] bool same_format(const EncodedPicture& a, const EncodedPicture& b);

}  // namespace nightjar
