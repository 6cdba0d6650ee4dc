/* An ALSA plug-in that is a virtual sound card: two ends, one exact clock of its own, and faults on command. */
/*
 * The card is a file in shared memory, made by virtual-card.ts, which also writes the ALSA configuration:
 *
 *   pcm.desk_near { type vclk card "/dev/shm/.../desk" end near }    the phone's side: microphone and speaker
 *   pcm.desk_far  { type vclk card "/dev/shm/.../desk" end far }     the person's side, the same crossed over
 *
 * A frame that one end plays as number N of the card's clock is captured as number N by the other, so that delay is
 * counted in frames and never measured with a stopwatch. The bench may also put samples into the file and take them
 * out without ALSA. Faults strike the near end alone. Positions move by `step` frames, as a card's DMA does.
 *
 * For a peer: start it with ALSA_CONFIG_PATH set to the configuration's path and name the PCM `desk_near` (or
 * `plug:desk_near` where it cannot do 16-bit mono at 48 kHz): baresip `audio_player alsa,desk_near` and
 * `audio_source alsa,desk_near`; GStreamer `alsasrc device=desk_near`, `alsasink device=desk_near`.
 */

#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MAGIC 0x4b4c4356u /* "VCLK" */
#define LINE_FRAMES (1u << 18)
#define HEADER_BYTES 4096
#define LOCK_BYTE 4000
#define NS 1000000000LL
/* How soon a stream that waits for nothing looks again whether its card is still there. */
#define LOOK_NS 10000000LL

/* What a stream did, for whoever reads the file. */
struct stream_log { _Atomic uint32_t opens, running, xruns, period, buffer; };

struct clock {
	int64_t epoch_ns; /* CLOCK_MONOTONIC at epoch_frame */
	int64_t epoch_frame;
	double frames_per_second; /* the true rate: what the card says, off by its ppm */
};

/* The beginning of the file; virtual-card.ts writes the same offsets. */
struct card {
	uint32_t magic;
	_Atomic uint32_t clock_sequence; /* odd while the clock is being changed */
	struct clock clock;
	uint32_t rate; /* what the card says */
	uint32_t least_channels, most_channels;
	_Atomic uint32_t step;
	uint32_t least_period;
	_Atomic uint32_t busy;
	/* Counters: each increment strikes every open stream of the near end once. */
	_Atomic uint32_t xruns, suspends, unplugs;
	uint32_t loops; /* the near end captures what it plays itself */
	_Atomic int64_t absent_until_ns;
	struct stream_log log[4]; /* near play, near capture, far play, far capture */
};

/* A frame of a line: the sample, and in which lap of the ring it was written, so that old sound is never heard. */
typedef _Atomic uint32_t line_frame;

struct stream {
	snd_pcm_ioplug_t io;
	struct card *card;
	struct stream_log *log;
	line_frame *line;
	int fd;
	int timer;
	int is_near, is_playback, is_running;
	uint32_t seen_xruns, seen_suspends, seen_unplugs;
	int64_t base; /* card frame of this stream's frame 0 */
	int64_t done; /* frames transferred since prepare */
	int64_t avail_min;
	int16_t *before_start; /* playback written before the clock of the stream runs */
};

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NS + t.tv_nsec;
}

static struct clock read_clock(struct card *card)
{
	struct clock found;
	uint32_t before;
	do {
		before = atomic_load(&card->clock_sequence);
		found = card->clock;
		atomic_thread_fence(memory_order_acquire);
	} while ((before & 1) || before != atomic_load(&card->clock_sequence));
	return found;
}

static int64_t card_frame(struct card *card)
{
	struct clock c = read_clock(card);
	return c.epoch_frame + (int64_t)((double)(now_ns() - c.epoch_ns) * c.frames_per_second / NS);
}

static int64_t time_of_frame(struct card *card, int64_t frame)
{
	struct clock c = read_clock(card);
	/* A microsecond later, so that rounding never wakes anybody just before the frame. */
	return c.epoch_ns + (int64_t)((double)(frame - c.epoch_frame) * NS / c.frames_per_second) + 1000;
}

static int64_t position(struct stream *s)
{
	int64_t elapsed = card_frame(s->card) - s->base;
	return elapsed - elapsed % atomic_load(&s->card->step);
}

static int is_unplugged(struct stream *s)
{
	return s->is_near && s->seen_unplugs != atomic_load(&s->card->unplugs);
}

static void wake_at(struct stream *s, int64_t at_ns)
{
	struct itimerspec when = {.it_value = {at_ns / NS, at_ns % NS}};
	timerfd_settime(s->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void put(struct stream *s, int64_t frame, int16_t sample)
{
	uint32_t lap = (uint32_t)(frame / LINE_FRAMES) & 0xffff;
	atomic_store_explicit(&s->line[frame % LINE_FRAMES], lap << 16 | (uint16_t)sample, memory_order_relaxed);
}

static int16_t take(struct stream *s, int64_t frame)
{
	uint32_t found = atomic_load_explicit(&s->line[frame % LINE_FRAMES], memory_order_relaxed);
	uint32_t lap = (uint32_t)(frame / LINE_FRAMES) & 0xffff;
	return found >> 16 == lap ? (int16_t)(found & 0xffff) : 0;
}

static int on_start(snd_pcm_ioplug_t *io)
{
	struct stream *s = io->private_data;
	if (is_unplugged(s))
		return -ENODEV;
	s->base = card_frame(s->card);
	if (s->is_playback)
		for (int64_t at = 0; at < s->done; at++)
			put(s, s->base + at, s->before_start[at]);
	s->is_running = 1;
	atomic_store(&s->log->running, 1);
	wake_at(s, time_of_frame(s->card, s->base + atomic_load(&s->card->step)));
	return 0;
}

static int on_stop(snd_pcm_ioplug_t *io)
{
	struct stream *s = io->private_data;
	s->is_running = 0;
	atomic_store(&s->log->running, 0);
	return 0;
}

static int on_prepare(snd_pcm_ioplug_t *io)
{
	struct stream *s = io->private_data;
	if (is_unplugged(s))
		return -ENODEV;
	on_stop(io);
	s->done = 0;
	s->seen_xruns = atomic_load(&s->card->xruns);
	s->seen_suspends = atomic_load(&s->card->suspends);
	wake_at(s, 1);
	return 0;
}

static snd_pcm_sframes_t xrun(struct stream *s)
{
	atomic_fetch_add(&s->log->xruns, 1);
	on_stop(&s->io);
	return -EPIPE;
}

static snd_pcm_sframes_t on_pointer(snd_pcm_ioplug_t *io)
{
	struct stream *s = io->private_data;
	if (is_unplugged(s)) {
		on_stop(io);
		snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
		return 0;
	}
	if (!s->is_running)
		return 0;
	if (s->is_near && s->seen_suspends != atomic_load(&s->card->suspends)) {
		s->seen_suspends = atomic_load(&s->card->suspends);
		on_stop(io);
		snd_pcm_ioplug_set_state(io, SND_PCM_STATE_SUSPENDED);
		return 0;
	}
	if (s->is_near && s->seen_xruns != atomic_load(&s->card->xruns)) {
		s->seen_xruns = atomic_load(&s->card->xruns);
		return xrun(s);
	}
	int64_t at = position(s);
	int64_t limit = s->is_playback ? s->done : s->done + (int64_t)io->buffer_size;
	/* As the kernel's stop threshold: a playback buffer that is quite empty, or a capture buffer quite full. */
	if (at >= limit)
		return xrun(s);
	return at % io->buffer_size;
}

static int16_t *sample_at(const snd_pcm_channel_area_t *area, snd_pcm_uframes_t frame)
{
	return (int16_t *)((char *)area->addr + (area->first + area->step * frame) / 8);
}

static snd_pcm_sframes_t on_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
				     snd_pcm_uframes_t offset, snd_pcm_uframes_t size)
{
	struct stream *s = io->private_data;
	for (snd_pcm_uframes_t at = 0; at < size; at++, s->done++) {
		if (s->is_playback) {
			int sum = 0;
			for (unsigned c = 0; c < io->channels; c++)
				sum += *sample_at(&areas[c], offset + at);
			int16_t mixed = (int16_t)(sum / (int)io->channels);
			if (s->is_running)
				put(s, s->base + s->done, mixed);
			else if (s->done < (int64_t)io->buffer_size)
				s->before_start[s->done] = mixed;
		} else {
			int16_t heard = take(s, s->base + s->done);
			for (unsigned c = 0; c < io->channels; c++)
				*sample_at(&areas[c], offset + at) = heard;
		}
	}
	return size;
}

static int64_t available(struct stream *s)
{
	int64_t at = s->is_running ? position(s) : 0;
	return s->is_playback ? (int64_t)s->io.buffer_size - (s->done - at) : at - s->done;
}

/* An expired timer is left expired while there is something to do, so that polling is level-triggered. */
static int on_poll(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned int count, unsigned short *revents)
{
	struct stream *s = io->private_data;
	unsigned short ready = s->is_playback ? POLLOUT : POLLIN;
	(void)fds, (void)count, *revents = 0;
	int struck = s->is_near && s->is_running &&
		     (s->seen_xruns != atomic_load(&s->card->xruns) || s->seen_suspends != atomic_load(&s->card->suspends));
	if (is_unplugged(s) || io->state == SND_PCM_STATE_XRUN || io->state == SND_PCM_STATE_SUSPENDED)
		*revents = ready | POLLERR;
	else if (struck || available(s) >= s->avail_min)
		*revents = ready;
	else {
		/* Not before enough has moved: as seldom as a card's interrupt comes. */
		int64_t step = atomic_load(&s->card->step), due = position(s) + s->avail_min - available(s);
		int64_t next = time_of_frame(s->card, s->base + (due + step - 1) / step * step);
		wake_at(s, s->is_running ? next : now_ns() + LOOK_NS);
	}
	return 0;
}

static int on_delay(snd_pcm_ioplug_t *io, snd_pcm_sframes_t *delay)
{
	struct stream *s = io->private_data;
	int64_t elapsed = s->is_running ? card_frame(s->card) - s->base : 0;
	*delay = s->is_playback ? s->done - elapsed : elapsed - s->done;
	return 0;
}

static int on_hw_params(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *params)
{
	struct stream *s = io->private_data;
	(void)params;
	free(s->before_start);
	s->before_start = calloc(io->buffer_size, sizeof *s->before_start);
	s->avail_min = io->period_size;
	atomic_store(&s->log->period, io->period_size);
	atomic_store(&s->log->buffer, io->buffer_size);
	return s->before_start ? 0 : -ENOMEM;
}

static int on_sw_params(snd_pcm_ioplug_t *io, snd_pcm_sw_params_t *params)
{
	struct stream *s = io->private_data;
	snd_pcm_uframes_t least;
	if (snd_pcm_sw_params_get_avail_min(params, &least) == 0)
		s->avail_min = least;
	return 0;
}

static int on_close(snd_pcm_ioplug_t *io)
{
	struct stream *s = io->private_data;
	on_stop(io);
	close(s->timer);
	close(s->fd); /* and with it the lock that kept others out */
	munmap(s->card, HEADER_BYTES + 2 * LINE_FRAMES * sizeof(line_frame));
	free(s->before_start);
	free(s);
	return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
	.start = on_start, .stop = on_stop, .pointer = on_pointer, .transfer = on_transfer, .close = on_close,
	.hw_params = on_hw_params, .sw_params = on_sw_params, .prepare = on_prepare, .poll_revents = on_poll,
	.delay = on_delay,
};

static int constrain(struct stream *s)
{
	unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
	unsigned format[] = {SND_PCM_FORMAT_S16_LE};
	struct card *c = s->card;
	unsigned least_bytes = 2 * c->least_channels * (c->least_period > 16 ? c->least_period : 16);
	int failed = snd_pcm_ioplug_set_param_list(&s->io, SND_PCM_IOPLUG_HW_ACCESS, 2, access);
	failed |= snd_pcm_ioplug_set_param_list(&s->io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
	failed |= snd_pcm_ioplug_set_param_minmax(&s->io, SND_PCM_IOPLUG_HW_CHANNELS, c->least_channels, c->most_channels);
	failed |= snd_pcm_ioplug_set_param_minmax(&s->io, SND_PCM_IOPLUG_HW_RATE, c->rate, c->rate);
	failed |= snd_pcm_ioplug_set_param_minmax(&s->io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, least_bytes, 1 << 16);
	failed |= snd_pcm_ioplug_set_param_minmax(&s->io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 2 * least_bytes, 1 << 18);
	failed |= snd_pcm_ioplug_set_param_minmax(&s->io, SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
	return failed ? -EINVAL : 0;
}

/* One program at a time, as for real hardware; the lock goes with its holder however that ends. */
static int open_card(struct stream *s, const char *path)
{
	size_t bytes = HEADER_BYTES + 2 * LINE_FRAMES * sizeof(line_frame);
	s->fd = open(path, O_RDWR | O_CLOEXEC);
	if (s->fd < 0)
		return -ENODEV;
	void *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
	if (map == MAP_FAILED)
		return -ENOMEM;
	s->card = map;
	if (s->card->magic != MAGIC || (s->is_near && now_ns() < atomic_load(&s->card->absent_until_ns)))
		return -ENODEV;
	int which = (s->is_near ? 0 : 2) + (s->is_playback ? 0 : 1);
	struct flock mine = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE + which, .l_len = 1};
	if ((s->is_near && atomic_load(&s->card->busy)) || fcntl(s->fd, F_OFD_SETLK, &mine) < 0)
		return -EBUSY;
	/* Line 0 carries what the near end plays, line 1 what it captures. */
	int line = s->is_near == s->is_playback || (s->is_near && s->card->loops) ? 0 : 1;
	s->line = (line_frame *)((char *)map + HEADER_BYTES) + (size_t)line * LINE_FRAMES;
	s->log = &s->card->log[which];
	s->seen_unplugs = atomic_load(&s->card->unplugs);
	atomic_fetch_add(&s->log->opens, 1);
	return 0;
}

SND_PCM_PLUGIN_DEFINE_FUNC(vclk)
{
	const char *card = NULL, *end = "near";
	snd_config_iterator_t i, next;
	snd_config_for_each(i, next, conf) {
		snd_config_t *field = snd_config_iterator_entry(i);
		const char *id;
		if (snd_config_get_id(field, &id) < 0 || !strcmp(id, "type") || !strcmp(id, "comment") || !strcmp(id, "hint"))
			continue;
		if (!strcmp(id, "card") ? !snd_config_get_string(field, &card)
					: !strcmp(id, "end") && !snd_config_get_string(field, &end))
			continue;
		SNDERR("vclk knows card and end, not %s", id);
		return -EINVAL;
	}
	struct stream *s = card ? calloc(1, sizeof *s) : NULL;
	if (!s)
		return card ? -ENOMEM : -EINVAL;
	s->is_near = strcmp(end, "far") != 0;
	s->is_playback = stream == SND_PCM_STREAM_PLAYBACK;
	s->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	int failed = s->timer < 0 ? -errno : open_card(s, card);
	if (!failed) {
		s->io = (snd_pcm_ioplug_t){.version = SND_PCM_IOPLUG_VERSION, .name = "virtual sound card",
			.callback = &callbacks, .private_data = s, .poll_fd = s->timer, .poll_events = POLLIN,
			.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC};
		failed = snd_pcm_ioplug_create(&s->io, name, stream, mode);
	}
	if (failed) {
		if (s->timer >= 0) close(s->timer);
		if (s->fd > 0) close(s->fd);
		if (s->card) munmap(s->card, HEADER_BYTES + 2 * LINE_FRAMES * sizeof(line_frame));
		free(s);
		return failed;
	}
	/* From here on the PCM owns the stream, and closing the one frees the other. */
	failed = constrain(s);
	if (failed)
		snd_pcm_ioplug_delete(&s->io);
	else
		*pcmp = s->io.pcm;
	return failed;
}
SND_PCM_PLUGIN_SYMBOL(vclk);
