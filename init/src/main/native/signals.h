/* What every program that starts others does with the signals it inherited. */
#ifndef START_SIGNALS_H
#define START_SIGNALS_H

/* Makes every disposition the default, those of the C library's own two signals too. Below 0 on failure, with errno. */
int reset_dispositions(void);

#endif
