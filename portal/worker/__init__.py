"""The worker process: does the jobs that rooms declared (`core.jobs`), and empties the outbox.

**The tables are the truth.** What is to be sent stands in the outbox, written in the commit of the
change it tells of; what was done when stands in `JobRun`. A worker may be killed between any two
statements, and a queue may lose all it holds: the next look finds what there is to do.

**Each slot of a job is done once.** The row of (name, slot) is the claim. While a run is unfinished
and its worker is heard, nobody begins another of that name. A worker that was not heard for a
minute counts as dead and its slot is taken again, but only by one that could itself write for
all of that minute: during a long import on SQLite everybody is silent. A run that takes an hour
hangs, and is taken again. Slots that passed meanwhile are caught up with one run. What raised is
tried again after five minutes, three times in its slot; its class is logged and kept, never its
text.

**How a worker learns of new work.** Without a broker each worker process looks once a second, and a
request does nothing at all for it. With Redis or PostgreSQL as broker (`ALONGSIDE_BROKER`) a
request leaves a note once it has committed, a thread beside it hands the note on, and the look
comes every five seconds. Measured on this SQLite with two cores:

    a look that finds nothing, once a second                0.15 ms
    a request's part with a broker (the note)               0.001 ms
    Redis, by the thread                                    0.12 ms
    a durable row in huey's SQLite queue, alone             0.26 ms
    the same with four requests at once                     0.8 ms, p95 1.3 ms

So the embedded queue is not written by requests: it would add a second wait for the disk to each
message sent, and all that for half a second on the way to a phone. It carries the jobs that are
due from the thread that knows the clock to those that work, of any process on the machine.

**One thread is left for the other kind.** Somebody who does not answer when something is sent to
them must not hold up what is passed on because nobody answered; and a long night's job must not
hold up what is sent. So of N threads at most N - 1 are in pumps at once, and at most N - 1 in jobs.

**huey** gives the queue (SQLite, Redis, PostgreSQL), the threads and their restart. Turned down:
its periodic tasks, which run once for each worker and by the minute; its results, which nobody
reads; and its pickles, by which whoever can write to a broker runs what they like: only names go
through, as JSON.

A worker with nothing to do needs 0.1 % of a core and 130 MB, as much as a web process and the
queue's libraries.
"""
